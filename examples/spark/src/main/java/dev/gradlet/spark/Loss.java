package dev.gradlet.spark;

import dev.gradlet.Tensor;
import dev.gradlet.nn.Module;
import java.io.Serializable;

/**
 * The loss of a module on some rows, as it is written for one machine: rows [n, width] → a scalar, the <em>mean</em>
 * over the rows. It is sent to the executors, so what it captures is serializable.
 *
 * <p>Each mean counts as often as it has rows: Σ nₚ/N · lossₚ is the mean over all N. A term that does not depend on
 * the rows, such as a penalty, comes out once, for the same reason. A sum over the rows in place of their mean comes out
 * wrong.
 *
 * @param <M> the module
 */
@FunctionalInterface
public interface Loss<M extends Module> extends Serializable {
  Tensor of(M module, Tensor rows);
}
