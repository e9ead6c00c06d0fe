package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** The absolute error |ŷ − y| of each element, reduced to its mean by default; gradient 0 where it is 0. */
public record L1Loss(Reduction reduction) implements Module {
  /** @throws NullPointerException if the reduction is null */
  public L1Loss {
    Given.notNull("L1Loss", "reduction", reduction);
  }

  /** Reduced to the mean. */
  public L1Loss() {
    this(Reduction.MEAN);
  }

  /**
   * Prediction and target of one shape → a scalar, or that shape with {@link Reduction#NONE}.
   *
   * @throws IllegalArgumentException if the shapes differ: they are not broadcast
   */
  public Tensor forward(Tensor prediction, Tensor target) {
    Checks.sameShape("L1Loss", prediction, target);
    return reduction.of(prediction.sub(target).abs());
  }
}
