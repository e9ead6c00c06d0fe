/**
 * Modules: what holds parameters and turns tensors into tensors. Layers, activations and losses, and what training
 * needs around them: initialisers, penalties, mini-batches, splits, samples, metrics, early stopping, k-means.
 *
 * <p>{@link dev.gradlet.nn.Module} and {@link dev.gradlet.nn.Parameter} have namesakes in {@code java.lang} and
 * {@code java.lang.reflect}: import these two by name.
 */
@CheckReturnValue
package dev.gradlet.nn;
