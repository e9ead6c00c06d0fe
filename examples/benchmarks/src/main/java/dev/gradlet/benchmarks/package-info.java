/** The workloads, as a user would write them. Each has a namesake in the package {@code pytorch}. */
package dev.gradlet.benchmarks;
