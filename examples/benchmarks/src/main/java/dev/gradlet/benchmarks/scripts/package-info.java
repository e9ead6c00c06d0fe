/** Whole programs as users write them; their namesakes among the resources are the same in Python with PyTorch. */
package dev.gradlet.benchmarks.scripts;
