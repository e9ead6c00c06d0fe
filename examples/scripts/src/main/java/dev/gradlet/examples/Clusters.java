package dev.gradlet.examples;

import dev.gradlet.Tensor;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Where clusters lie and how large they are. */
final class Clusters {
  private Clusters() {}

  /** How many points each of k clusters has. */
  static int[] sizes(int[] clusters, int k) {
    var sizes = new int[k];
    for (int cluster : clusters) {
      sizes[cluster]++;
    }
    return sizes;
  }

  /** The mean of each cluster's points (n, d), as (k, d); an empty one is seeded anew as {@link #reseedEmpty} does. */
  static Tensor means(Tensor points, int[] clusters, Tensor centroids) {
    int k = Math.toIntExact(centroids.size(0));
    var s = Tensor.of(clusters).oneHot(k, points.dtype());
    var counts = s.sum(true, 0).transpose();
    var means = Tensor.where(counts.gt(0), s.transpose().matmul(points).div(counts.maximum(1)), centroids);
    return reseedEmpty(points, means.evaluate(), clusters).centroids();
  }

  /** Centroids (k, d), and how many of them were seeded anew. */
  record Reseeded(Tensor centroids, int count) {}

  /** Gives each empty cluster one of the points that lie farthest from the centroid they belong to. */
  static Reseeded reseedEmpty(Tensor points, Tensor centroids, int[] clusters) {
    int k = Math.toIntExact(centroids.size(0));
    var sizes = sizes(clusters, k);
    var empty = IntStream.range(0, k).filter(cluster -> sizes[cluster] == 0).toArray();
    if (empty.length == 0) {
      return new Reseeded(centroids, 0);
    }
    var own = centroids.indexSelect(0, Tensor.of(clusters));
    var distances = points.sub(own).square().sum(1).toDoubleArray();
    var farthest = IntStream.range(0, distances.length)
        .boxed()
        .sorted(Comparator.<Integer>comparingDouble(i -> -distances[i]).thenComparing(i -> i))
        .limit(empty.length)
        .mapToInt(i -> i)
        .toArray();
    var rows = new Tensor[k];
    for (int cluster = 0; cluster < k; cluster++) {
      rows[cluster] = centroids.narrow(0, cluster, 1);
    }
    for (int i = 0; i < empty.length; i++) {
      rows[empty[i]] = points.narrow(0, farthest[i], 1);
    }
    return new Reseeded(Tensor.concat(0, rows).evaluate(), empty.length);
  }
}
