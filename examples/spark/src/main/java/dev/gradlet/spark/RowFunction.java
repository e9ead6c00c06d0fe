package dev.gradlet.spark;

import dev.gradlet.Tensor;
import dev.gradlet.nn.Module;
import java.io.Serializable;

/**
 * Something computed from a module and some rows [n, width] on an executor, without history.
 *
 * @param <M> the module
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface RowFunction<M extends Module, T> extends Serializable {
  T of(M module, Tensor rows);
}
