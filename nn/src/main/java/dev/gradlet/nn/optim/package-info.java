/**
 * Optimizers: rules that move parameters against their gradients, with options that may differ by group; and what goes
 * with a step: schedules of the learning rate, clipping of gradients, proximal steps.
 */
package dev.gradlet.nn.optim;
