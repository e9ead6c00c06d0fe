package dev.gradlet.nn;

import dev.gradlet.Tensor;

/**
 * Binary cross-entropy of logits x, of which σ(x) are the probabilities, and targets t in [0, 1]:
 *
 * <pre>−t ln σ(x) − (1 − t) ln(1 − σ(x)) = t softplus(−x) + (1 − t) softplus(x),   gradient σ(x) − t</pre>
 *
 * of each element, reduced to the mean by default. Accurate for logits of any size, and right for infinite ones. The
 * first term is multiplied by the positives' weight: 3 if there are three negatives for each positive.
 *
 * @param positiveWeight broadcast against the elements; null for 1
 */
public record BCEWithLogitsLoss(Reduction reduction, Tensor positiveWeight) implements Module {
  public BCEWithLogitsLoss {
    Checks.notNull("BCEWithLogitsLoss", "reduction", reduction);
  }

  public BCEWithLogitsLoss() {
    this(Reduction.MEAN);
  }

  public BCEWithLogitsLoss(Reduction reduction) {
    this(reduction, null);
  }

  /**
   * Logits and targets of one shape → a scalar, or that shape with {@link Reduction#NONE}.
   *
   * @throws IllegalArgumentException if the shapes differ: they are not broadcast
   */
  public Tensor forward(Tensor logits, Tensor target) {
    Checks.sameShape("BCEWithLogitsLoss", logits, target);
    Tensor t = target.to(logits.dtype());
    Tensor positive = product(t, logits.neg().softplus());
    Tensor negative = product(t.neg().add(1), logits.softplus());
    return reduction.of((positiveWeight == null ? positive : positive.mul(positiveWeight)).add(negative));
  }

  /** a b, but 0 where a is 0 and b infinite. */
  private static Tensor product(Tensor a, Tensor b) {
    return Tensor.where(a.eq(0).and(b.eq(Double.POSITIVE_INFINITY)), 0, a.mul(b));
  }
}
