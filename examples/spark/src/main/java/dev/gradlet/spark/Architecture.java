package dev.gradlet.spark;

import dev.gradlet.nn.Module;
import java.io.Serializable;

/**
 * Builds a module, on the driver and once more in each executor: always with the same names and shapes. The values come
 * from the driver's.
 *
 * @param <M> the module
 */
@FunctionalInterface
public interface Architecture<M extends Module> extends Serializable {
  M build();
}
