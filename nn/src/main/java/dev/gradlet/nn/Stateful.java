package dev.gradlet.nn;

import dev.gradlet.Tensor;
import java.util.Map;

/** Something that continues where it stopped once it is given back its state: a module, an optimizer, a schedule. */
public interface Stateful {
  /** The state by name, as it is now: later changes do not reach it. Numbers are FLOAT64 scalars. */
  Map<String, Tensor> stateDict();

  /**
   * Continues from this state: from all of it or, if something is wrong, not at all.
   *
   * @throws IllegalArgumentException naming everything that is missing, unexpected, or of another shape or dtype
   */
  void loadStateDict(Map<String, ? extends Tensor> state);
}
