/**
 * How things are computed: arrays in, arrays out, always a range and never an element. Plain Java and the Vector API
 * give the same bits; {@link dev.gradlet.kernel.Kernels} says who computes. Nothing here knows of tensors, shapes or
 * gradients.
 *
 * <p>An elementwise operation is an {@link dev.gradlet.kernel.ElementwiseKernel}, a table with a loop for each type; its
 * loops in vectors are found by its label, in VectorArithmetic, VectorFunctions and VectorMasks. Other topics are an
 * interface each, whose plain loops a class in vectors overrides: Sums, Reductions, Selections, Products.
 * {@link dev.gradlet.kernel.Loops} and {@link dev.gradlet.kernel.Windows} say what a loop may take for granted.
 */
package dev.gradlet.kernel;
