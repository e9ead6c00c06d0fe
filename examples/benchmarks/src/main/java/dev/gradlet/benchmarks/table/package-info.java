/** Runs the workloads in one virtual machine for each setting, in turns, and prints tables. */
package dev.gradlet.benchmarks.table;
