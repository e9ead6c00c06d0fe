package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * Squared where the error e = ŷ − y is small, absolute where it is large (Huber 1964):
 *
 * <pre>½ e² where |e| ≤ δ, δ (|e| − ½ δ) elsewhere</pre>
 *
 * of each element, reduced to the mean by default. Value and slope agree where the branches meet. {@link SmoothL1Loss}
 * is this divided by δ.
 */
public record HuberLoss(Reduction reduction, double delta) implements Module {
  /** @throws IllegalArgumentException if δ is not a positive number */
  public HuberLoss {
    Given.notNull("HuberLoss", "reduction", reduction);
    Checks.positive("HuberLoss", "delta", delta);
  }

  /** The mean, δ = 1. */
  public HuberLoss() {
    this(1);
  }

  /** The mean. */
  public HuberLoss(double delta) {
    this(Reduction.MEAN, delta);
  }

  /**
   * Prediction and target of one shape → a scalar, or that shape with {@link Reduction#NONE}.
   *
   * @throws IllegalArgumentException if the shapes differ: they are not broadcast
   */
  public Tensor forward(Tensor prediction, Tensor target) {
    Checks.sameShape("HuberLoss", prediction, target);
    Tensor e = prediction.sub(target);
    Tensor distance = e.abs();
    Tensor isSmall = distance.le(delta);
    // Large errors are not squared, as the gradient of an infinite one would be 0 · ∞.
    Tensor small = Tensor.where(isSmall, e, 0);
    return reduction.of(
        Tensor.where(isSmall, small.square().mul(0.5), distance.sub(0.5 * delta).mul(delta)));
  }
}
