/**
 * How things are computed: arrays in, arrays out, always a range and never an element. Two providers, plain Java and
 * the Vector API, give the same bits. Nothing here knows of tensors, shapes or gradients.
 */
package dev.gradlet.kernel;
