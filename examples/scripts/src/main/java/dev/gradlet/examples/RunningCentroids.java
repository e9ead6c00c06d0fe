package dev.gradlet.examples;

import dev.gradlet.Tensor;
import dev.gradlet.nn.Buffer;
import dev.gradlet.nn.KMeans.Clustering;
import dev.gradlet.nn.KMeans.Reseeded;
import dev.gradlet.nn.KMeansLoss;

/**
 * Centroids moved as Yang et al. 2017 do (arXiv 1610.04794, eq. 8): after each sample, the nearest one takes a step of
 * 1/count towards its code, count being how many samples it was given before. That is a running mean, so a whole batch
 * whose assignments are fixed moves c to (count · c + Σ z) / (count + m), m of them being nearest to c.
 *
 * <p>The paper leaves the first counts open; here they are the sizes of the clusters that k-means found, and 1 for a
 * centroid that was seeded anew.
 */
final class RunningCentroids implements Centroids {
  private final Buffer centroids;
  private final Buffer counts;

  /** Centroids (k, d) and the number of points behind each (k). */
  RunningCentroids(Tensor centroids, Tensor counts) {
    this.centroids = Buffer.of(centroids);
    this.counts = Buffer.of(counts.to(centroids.dtype()).unsqueeze(1));
  }

  static RunningCentroids startingAt(Clustering found) {
    return new RunningCentroids(found.centroids(), found.assignments().oneHot(found.centroids().size(0)).sum(0));
  }

  /** A constant to gradients. */
  @Override
  public Tensor value() {
    return centroids.value();
  }

  @Override
  public void update(Tensor codes) {
    var c = centroids.value();
    var s = new KMeansLoss().assignOneHot(codes, c);
    var counted = counts.value().add(s.sum(true, 0).transpose());
    var sums = c.mul(counts.value()).add(s.transpose().matmul(codes));
    centroids.assign(Tensor.where(counted.gt(0), sums.div(counted.maximum(1)), c).evaluate());
    counts.assign(counted.evaluate());
  }

  @Override
  public void replace(Reseeded reseeded) {
    centroids.assign(reseeded.centroids());
    var numbers = counts.value().toDoubleArray();
    reseeded.moved().forEach(cluster -> numbers[cluster] = 1);
    counts.assign(Tensor.of(numbers).to(counts.value().dtype()).unsqueeze(1));
  }
}
