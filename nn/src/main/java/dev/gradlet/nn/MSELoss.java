package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** The squared error (ŷ − y)² of each element, reduced to its mean by default. */
public record MSELoss(Reduction reduction) implements Module {
  /** @throws NullPointerException if the reduction is null */
  public MSELoss {
    Given.notNull("MSELoss", "reduction", reduction);
  }

  /** Reduced to the mean. */
  public MSELoss() {
    this(Reduction.MEAN);
  }

  /**
   * Prediction and target of one shape → a scalar, or that shape with {@link Reduction#NONE}.
   *
   * @throws IllegalArgumentException if the shapes differ: they are not broadcast
   */
  public Tensor forward(Tensor prediction, Tensor target) {
    Checks.sameShape("MSELoss", prediction, target);
    return reduction.of(prediction.sub(target).square());
  }
}
