package dev.gradlet.examples;

import dev.gradlet.Tensor;
import dev.gradlet.nn.KMeansLoss;

/**
 * Centroids moved as Yang et al. 2017 do (arXiv 1610.04794, eq. 8): after each sample, the nearest one takes a step of
 * 1/count towards its code, count being how many samples it was given before. That is a running mean, so a whole batch
 * whose assignments are fixed moves c to (count · c + Σ z) / (count + m), m of them being nearest to c.
 *
 * <p>The paper leaves the first counts open; here they are the sizes of the clusters that k-means found.
 */
final class RunningCentroids {
  private Tensor centroids;
  private Tensor counts;

  /** Centroids (k, d) and the number of points behind each. */
  RunningCentroids(Tensor centroids, int[] counts) {
    this.centroids = centroids.detach();
    this.counts = Tensor.of(counts).to(centroids.dtype()).unsqueeze(1);
  }

  /** As they are now, (k, d), a constant to gradients. */
  Tensor value() {
    return centroids;
  }

  /** Takes in the codes (n, d) of a batch. */
  void update(Tensor codes) {
    var s = new KMeansLoss().assignOneHot(codes, centroids);
    var counted = counts.add(s.sum(true, 0).transpose());
    var sums = centroids.mul(counts).add(s.transpose().matmul(codes));
    centroids = Tensor.where(counted.gt(0), sums.div(counted.maximum(1)), centroids).evaluate();
    counts = counted.evaluate();
  }

  /** Replaces centroids, such as empty ones that were seeded anew; the counts stay. */
  void replace(Tensor centroids) {
    this.centroids = centroids.detach();
  }
}
