package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

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
  /** @throws NullPointerException if the reduction is null */
  public BCEWithLogitsLoss {
    Given.notNull("BCEWithLogitsLoss", "reduction", reduction);
  }

  /** Reduced to the mean. */
  public BCEWithLogitsLoss() {
    this(Reduction.MEAN);
  }

  /** Reduced in that way. */
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
    Tensor x = logits;
    Tensor t = target.to(x.dtype());
    Tensor weighted = positiveWeight == null ? t : t.mul(positiveWeight);
    // With s = −|x| nothing overflows or cancels; its slope at 0 is chosen, where that of |x| would be 0.
    Tensor isPositive = x.gt(0);
    Tensor s = Tensor.where(isPositive, x.neg(), x);
    Tensor rest = Tensor.where(isPositive, t.neg().add(1), weighted);
    Tensor smooth = s.softplus();
    Tensor scaled = positiveWeight == null ? smooth : smooth.mul(weighted.sub(t).add(1));
    return reduction.of(scaled.sub(product(s, rest)));
  }

  /** s r, but 0 where s is infinite and r is 0. */
  private static Tensor product(Tensor s, Tensor r) {
    return Tensor.where(r.eq(0).and(s.eq(Double.NEGATIVE_INFINITY)), 0, s.mul(r));
  }
}
