/** Optimizers: rules that move parameters against their gradients, with options that may differ by group. */
package dev.gradlet.nn.optim;
