package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * Brings an anchor nearer to a positive than to a negative example (Balntas et al. 2016): with the distance
 * d(x, y) = ‖x − y + ε‖ₚ, ε = 1e-6,
 *
 * <pre>max(0, d(a, p) − d(a, n) + margin)</pre>
 *
 * of each triplet, reduced to the mean by default.
 *
 * @param p of the norm, above 0; ∞ for the largest difference
 * @param swap whether d(p, n) takes the place of d(a, n) where it is smaller
 */
public record TripletMarginLoss(Reduction reduction, double margin, double p, boolean swap) implements Module {
  private static final double EPSILON = 1e-6;

  /** @throws IllegalArgumentException if the margin is negative or not finite, or p not above 0 */
  public TripletMarginLoss {
    Given.notNull("TripletMarginLoss", "reduction", reduction);
    Checks.notNegative("TripletMarginLoss", "margin", margin);
    if (!(p > 0)) {
      throw new IllegalArgumentException("TripletMarginLoss: p = " + p + " must be above 0");
    }
  }

  /** The mean, margin 1, p = 2, without swap. */
  public TripletMarginLoss() {
    this(1);
  }

  /** The mean, p = 2, without swap. */
  public TripletMarginLoss(double margin) {
    this(Reduction.MEAN, margin, 2, false);
  }

  /**
   * Vectors [n, d] or [d], all of one shape → a scalar, or [n] with {@link Reduction#NONE}.
   *
   * @throws IllegalArgumentException if the shapes differ
   */
  public Tensor forward(Tensor anchor, Tensor positive, Tensor negative) {
    Checks.sameVectors("TripletMarginLoss", anchor, positive);
    Checks.sameVectors("TripletMarginLoss", anchor, negative);
    Tensor apart = distance(anchor, negative);
    if (swap) {
      apart = apart.minimum(distance(positive, negative));
    }
    return reduction.of(distance(anchor, positive).sub(apart).add(margin).relu());
  }

  private Tensor distance(Tensor x, Tensor y) {
    return x.sub(y).add(EPSILON).norm(p, -1);
  }
}
