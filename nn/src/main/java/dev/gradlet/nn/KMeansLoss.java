package dev.gradlet.nn;

import dev.gradlet.Tensor;

/**
 * How far points lie from the nearest centroid: for points z (n×d) and centroids c (k×d)
 *
 * <pre>L = 1/n Σᵢ Σₖ sᵢₖ ‖zᵢ − cₖ‖²,   sᵢₖ = 1 if cₖ is the centroid nearest to zᵢ, else 0</pre>
 *
 * from Yang et al. 2017, "Towards K-means-friendly Spaces" (arXiv 1610.04794). The gradient reaches the points and the
 * nearest centroid of each; s is constant, and of equally near centroids the first counts. Unsquared it is the mean
 * distance Σₖ sᵢₖ ‖zᵢ − cₖ‖, with gradient 0 where a point lies on its centroid.
 */
public record KMeansLoss(boolean squared) implements Module {
  /** The squared distances. */
  public KMeansLoss() {
    this(true);
  }

  /** The distances themselves, not squared. */
  public static KMeansLoss unsquared() {
    return new KMeansLoss(false);
  }

  /**
   * Points [n, d], centroids [k, d] → a scalar.
   *
   * @throws IllegalArgumentException if one is no matrix or empty, or their widths differ
   */
  public Tensor forward(Tensor points, Tensor centroids) {
    return distances(points, centroids).min(1).values().mean();
  }

  /** The index of each point's nearest centroid: points [n, d], centroids [k, d] → INT32 [n]. */
  public Tensor assign(Tensor points, Tensor centroids) {
    return distances(points, centroids).argMin(1);
  }

  /** The sᵢₖ above, in the dtype of the points: points [n, d], centroids [k, d] → [n, k]. */
  public Tensor assignOneHot(Tensor points, Tensor centroids) {
    return assign(points, centroids).oneHot(centroids.size(0), points.dtype());
  }

  /** Points [n, d], centroids [k, d] → [n, k]. */
  Tensor distances(Tensor points, Tensor centroids) {
    check("KMeansLoss", points, centroids);
    Tensor difference = points.unsqueeze(1).sub(centroids.unsqueeze(0));
    return squared ? difference.pow(2).sum(2) : difference.norm(2, 2);
  }

  static void check(String operation, Tensor points, Tensor centroids) {
    check(operation, points, "centroids", centroids);
  }

  static void check(String operation, Tensor points, String name, Tensor centers) {
    Checks.matrix(operation, "points", "[n, d]", points);
    Checks.matrix(operation, name, "[k, d]", centers);
    String wrong = points.size(1) != centers.size(1)
        ? "widths " + points.size(1) + " and " + centers.size(1) + " differ, " + name + " must be [k, "
            + points.size(1) + "]"
        : points.size(0) == 0 || centers.size(0) == 0 ? "there must be at least one of each" : null;
    if (wrong != null) {
      throw new IllegalArgumentException(
          operation + ": points " + points.shape() + " and " + name + " " + centers.shape() + ": " + wrong);
    }
  }
}
