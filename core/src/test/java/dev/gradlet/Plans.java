package dev.gradlet;

import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.plan.Schedule;
import java.util.Arrays;

/** What the engine would run for some tensors. */
final class Plans {
  private Plans() {}

  static Schedule of(Tensor... roots) {
    return Evaluator.explain(Arrays.stream(roots).map(Tensor::node).toList());
  }
}
