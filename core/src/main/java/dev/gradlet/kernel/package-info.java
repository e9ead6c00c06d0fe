/**
 * How things are computed: arrays in, arrays out, always a range and never an element. Plain Java and the Vector API
 * give the same bits; {@link dev.gradlet.kernel.Kernels} says who computes. Nothing here knows of tensors, shapes or
 * gradients.
 */
package dev.gradlet.kernel;
