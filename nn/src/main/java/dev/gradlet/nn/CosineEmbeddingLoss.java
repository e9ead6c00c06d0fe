package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * Makes vectors similar or not, as a target of 1 or −1 says, by the cosine c of the angle between them:
 *
 * <pre>1 − c where the target is 1,   max(0, c − margin) where it is −1</pre>
 *
 * of each pair, reduced to the mean by default.
 */
public record CosineEmbeddingLoss(Reduction reduction, double margin) implements Module {
  private static final CosineSimilarity COSINE = new CosineSimilarity(-1);

  /** @throws IllegalArgumentException if the margin is not from −1 to 1 */
  public CosineEmbeddingLoss {
    Given.notNull("CosineEmbeddingLoss", "reduction", reduction);
    if (!(margin >= -1 && margin <= 1)) {
      throw new IllegalArgumentException("CosineEmbeddingLoss: margin " + margin + " must be from -1 to 1");
    }
  }

  /** The mean, margin 0. */
  public CosineEmbeddingLoss() {
    this(Reduction.MEAN, 0);
  }

  /**
   * Vectors [n, d] or [d] and a target for each pair, [n] or a scalar → a scalar, or the target's shape with
   * {@link Reduction#NONE}.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public Tensor forward(Tensor a, Tensor b, Tensor target) {
    Checks.sameVectors("CosineEmbeddingLoss", a, b);
    Checks.onePerRow("CosineEmbeddingLoss", "target", target, a);
    Tensor c = COSINE.forward(a, b);
    Tensor apart = Tensor.where(target.eq(-1), c.sub(margin).relu(), 0);
    return reduction.of(Tensor.where(target.eq(1), c.neg().add(1), apart));
  }
}
