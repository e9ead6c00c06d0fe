package dev.gradlet.examples;

import dev.gradlet.Autograd;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.KMeansLoss;
import java.util.Arrays;

/**
 * k-means clustering: seeds by k-means++, then Lloyd's steps until no point changes its cluster.
 *
 * @param centroids (k, d)
 * @param clusters the nearest centroid of each point
 * @param inertia Σ ‖point − its centroid‖²
 */
record KMeans(Tensor centroids, int[] clusters, double inertia) {
  private static final int MAX_STEPS = 300;

  /** The best of several starts, by inertia. */
  static KMeans fit(Tensor points, int k, int starts, Generator random) {
    KMeans best = null;
    for (int start = 0; start < starts; start++) {
      var found = lloyd(points, plusPlus(points, k, random));
      if (best == null || found.inertia < best.inertia) {
        best = found;
      }
    }
    return best;
  }

  /**
   * k points, each drawn with a probability that grows with its squared distance to the nearest one drawn before; of
   * 2 + ⌊ln k⌋ draws the one that leaves the smallest sum of squared distances, as scikit-learn does.
   * Source: D. Arthur, S. Vassilvitskii, "k-means++: The Advantages of Careful Seeding", 2007.
   */
  static Tensor plusPlus(Tensor points, int k, Generator random) {
    int n = Math.toIntExact(points.size(0));
    if (k < 1 || k > n) {
      throw new IllegalArgumentException("k-means++: %d centroids from %d points; 1 to %d can be".formatted(k, n, n));
    }
    var chosen = new int[k];
    chosen[0] = random.nextInt(n);
    var nearest = distancesTo(points, chosen[0]);
    int draws = 2 + (int) Math.log(k);
    for (int i = 1; i < k; i++) {
      var cumulative = cumulative(nearest.toDoubleArray());
      Tensor best = null;
      for (int draw = 0; draw < draws; draw++) {
        int candidate = draw(cumulative, random);
        var left = nearest.minimum(distancesTo(points, candidate)).evaluate();
        if (best == null || left.sum().item() < best.sum().item()) {
          best = left;
          chosen[i] = candidate;
        }
      }
      nearest = best;
    }
    return points.indexSelect(0, Tensor.of(chosen)).evaluate();
  }

  private static Tensor distancesTo(Tensor points, int row) {
    return points.sub(points.narrow(0, row, 1)).square().sum(1);
  }

  private static double[] cumulative(double[] weights) {
    Arrays.parallelPrefix(weights, Double::sum);
    return weights;
  }

  /** An index with a probability in proportion to its weight. */
  private static int draw(double[] cumulative, Generator random) {
    double at = random.nextDouble() * cumulative[cumulative.length - 1];
    int index = Arrays.binarySearch(cumulative, at);
    return Math.min(index >= 0 ? index + 1 : -index - 1, cumulative.length - 1);
  }

  /** Moves each centroid to the mean of its points, and the points to their nearest centroid, until nothing changes. */
  static KMeans lloyd(Tensor points, Tensor start) {
    return Autograd.noGrad(() -> {
      var loss = new KMeansLoss();
      var centroids = start;
      int[] clusters = null;
      for (int step = 0; step < MAX_STEPS; step++) {
        var nearest = loss.assign(points, centroids).toIntArray();
        if (Arrays.equals(nearest, clusters)) {
          break;
        }
        clusters = nearest;
        centroids = Clusters.means(points, clusters, centroids);
      }
      return new KMeans(centroids, clusters, loss.forward(points, centroids).item() * points.size(0));
    });
  }
}
