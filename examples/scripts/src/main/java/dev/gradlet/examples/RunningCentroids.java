package dev.gradlet.examples;

import dev.gradlet.Tensor;
import dev.gradlet.nn.KMeans.Clustering;
import dev.gradlet.nn.KMeans.Reseeded;
import dev.gradlet.nn.KMeansLoss;
import dev.gradlet.nn.Parameter;
import java.util.List;

/**
 * Centroids moved as Yang et al. 2017 do (arXiv 1610.04794, eq. 8): after each sample, the nearest one takes a step of
 * 1/count towards its code, count being how many samples it was given before. That is a running mean, so a whole batch
 * whose assignments are fixed moves c to (count · c + Σ z) / (count + m), m of them being nearest to c.
 *
 * <p>The paper leaves the first counts open; here they are the sizes of the clusters that k-means found, and 1 for a
 * centroid that was seeded anew.
 */
final class RunningCentroids implements Centroids {
  private Tensor centroids;
  private Tensor counts;

  /** Centroids (k, d) and the number of points behind each (k). */
  RunningCentroids(Tensor centroids, Tensor counts) {
    this.centroids = centroids.detach();
    this.counts = counts.to(centroids.dtype()).unsqueeze(1);
  }

  static RunningCentroids startingAt(Clustering found) {
    return new RunningCentroids(found.centroids(), found.assignments().oneHot(found.centroids().size(0)).sum(0));
  }

  /** A constant to gradients. */
  @Override
  public Tensor value() {
    return centroids;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public void update(Tensor codes) {
    var s = new KMeansLoss().assignOneHot(codes, centroids);
    var counted = counts.add(s.sum(true, 0).transpose());
    var sums = centroids.mul(counts).add(s.transpose().matmul(codes));
    centroids = Tensor.where(counted.gt(0), sums.div(counted.maximum(1)), centroids).evaluate();
    counts = counted.evaluate();
  }

  @Override
  public void replace(Reseeded reseeded) {
    centroids = reseeded.centroids();
    var numbers = counts.toDoubleArray();
    reseeded.moved().forEach(cluster -> numbers[cluster] = 1);
    counts = Tensor.of(numbers).to(counts.dtype()).unsqueeze(1);
  }
}
