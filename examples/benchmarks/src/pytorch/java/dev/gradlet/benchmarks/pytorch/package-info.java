/** The workloads of the package above in PyTorch, by the same names. */
package dev.gradlet.benchmarks.pytorch;
