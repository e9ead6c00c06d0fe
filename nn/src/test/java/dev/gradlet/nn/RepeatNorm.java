package dev.gradlet.nn;

import dev.gradlet.Tensor;

/** The k-means loss as one may write it without broadcasting: every point beside every centroid, then the norm. */
final class RepeatNorm {
  private RepeatNorm() {}

  static Tensor loss(Tensor points, Tensor centroids, boolean squared) {
    long n = points.size(0);
    long k = centroids.size(0);
    Tensor z = points.unsqueeze(1).repeat(1, k, 1);
    Tensor c = centroids.unsqueeze(0).repeat(n, 1, 1);
    Tensor distances = z.sub(c).norm(2, 2);
    return (squared ? distances.pow(2) : distances).min(1).values().mean();
  }
}
