package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * The absolute error, rounded off where the error e = ŷ − y is small (Girshick 2015, "Fast R-CNN", arXiv 1504.08083):
 *
 * <pre>½ e² / β where |e| &lt; β, |e| − ½ β elsewhere</pre>
 *
 * of each element, reduced to the mean by default. With β = 0 it is {@link L1Loss}.
 */
public record SmoothL1Loss(Reduction reduction, double beta) implements Module {
  /** @throws IllegalArgumentException if β is negative, NaN or infinite */
  public SmoothL1Loss {
    Given.notNull("SmoothL1Loss", "reduction", reduction);
    Checks.notNegative("SmoothL1Loss", "beta", beta);
  }

  /** The mean, β = 1. */
  public SmoothL1Loss() {
    this(1);
  }

  /** The mean. */
  public SmoothL1Loss(double beta) {
    this(Reduction.MEAN, beta);
  }

  /**
   * Prediction and target of one shape → a scalar, or that shape with {@link Reduction#NONE}.
   *
   * @throws IllegalArgumentException if the shapes differ: they are not broadcast
   */
  public Tensor forward(Tensor prediction, Tensor target) {
    Checks.sameShape("SmoothL1Loss", prediction, target);
    Tensor e = prediction.sub(target);
    Tensor distance = e.abs();
    if (beta == 0) {
      return reduction.of(distance);
    }
    Tensor isSmall = distance.lt(beta);
    // Large errors are not squared, as the gradient of an infinite one would be 0 · ∞.
    Tensor small = Tensor.where(isSmall, e, 0);
    return reduction.of(Tensor.where(isSmall, small.square().mul(0.5 / beta), distance.sub(0.5 * beta)));
  }
}
