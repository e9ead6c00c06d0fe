package dev.gradlet.nn;

import dev.gradlet.Tensor;

/**
 * Clustering by soft assignments, as in DEC (Xie et al. 2016, "Unsupervised Deep Embedding for Clustering Analysis",
 * arXiv 1511.06335). Points z (n×d) belong to centroids c (k×d) by Student's t-distribution with α degrees of freedom,
 *
 * <pre>qᵢⱼ = (1 + ‖zᵢ − cⱼ‖²/α)^(−(α+1)/2) / Σⱼ (…)</pre>
 *
 * and are drawn towards a target that is surer of itself: with the cluster frequencies fⱼ = Σᵢ qᵢⱼ
 *
 * <pre>pᵢⱼ = (qᵢⱼ²/fⱼ) / Σⱼ (qᵢⱼ²/fⱼ),   L = 1/n Σᵢ Σⱼ pᵢⱼ ln(pᵢⱼ/qᵢⱼ)</pre>
 *
 * <p>The target is a constant, computed of the whole data set every few epochs, of which batches then take their rows:
 *
 * <pre>{@code
 * var target = SoftKMeansLoss.target(loss.assign(encoder.forward(all), centroids));
 * for (var batch : Batches.of(all, target, 256).shuffled(random)) {
 *   loss.forward(encoder.forward(batch.inputs()), centroids, batch.targets()).backward();
 *   ...
 * }
 * }</pre>
 *
 * @param alpha the degrees of freedom
 */
public record SoftKMeansLoss(double alpha) implements Module {
  private static final KMeansLoss SQUARED = new KMeansLoss();
  private static final KLDivLoss DIVERGENCE = new KLDivLoss(Reduction.BATCH_MEAN);

  /** @throws IllegalArgumentException if α is not a positive number */
  public SoftKMeansLoss {
    Checks.positive("SoftKMeansLoss", "alpha", alpha);
  }

  /** α = 1. */
  public SoftKMeansLoss() {
    this(1);
  }

  /**
   * Points [n, d], centroids [k, d], their targets [n, k] → a scalar.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public Tensor forward(Tensor points, Tensor centroids, Tensor target) {
    Tensor logits = logits(points, centroids);
    Checks.floating("SoftKMeansLoss", "target", target);
    if (!target.shape().equals(logits.shape())) {
      throw new IllegalArgumentException("SoftKMeansLoss: target " + target.shape() + " must be " + logits.shape()
          + ", the targets of these points");
    }
    return DIVERGENCE.forward(logits.logSoftmax(1), target.detach());
  }

  /** The qᵢⱼ above: points [n, d], centroids [k, d] → [n, k]. */
  public Tensor assign(Tensor points, Tensor centroids) {
    return logits(points, centroids).softmax(1);
  }

  /**
   * The pᵢⱼ above, without history: the assignments [n, k] of all points → [n, k].
   *
   * @throws IllegalArgumentException if they are no matrix
   */
  public static Tensor target(Tensor assignments) {
    Tensor q = Checks.matrix("SoftKMeansLoss", "assignments", "[n, k]", assignments).detach();
    Tensor frequencies = q.sum(true, 0);
    Tensor sharpened = q.square().div(Tensor.where(frequencies.eq(0), 1, frequencies));
    return sharpened.div(sharpened.sum(true, 1)).evaluate();
  }

  /** ln qᵢⱼ but for the sum over j. */
  private Tensor logits(Tensor points, Tensor centroids) {
    KMeansLoss.check("SoftKMeansLoss", points, centroids);
    return SQUARED.distances(points, centroids).div(alpha).log1p().mul(-0.5 * (alpha + 1));
  }
}
