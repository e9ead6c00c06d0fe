package dev.gradlet.nn;

import dev.gradlet.Autograd;
import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * K-means clustering: the k centroids with the least sum of squared distances to points, as far as Lloyd's steps find
 * them. Nothing here has a gradient; {@link KMeansLoss} does.
 */
public final class KMeans {
  private static final int STARTS = 10;
  private static final int MAX_STEPS = 300;

  private KMeans() {}

  /**
   * What clustering n points gives.
   *
   * @param centroids [k, d]
   * @param assignments the index of each point's nearest centroid, INT32 [n]
   * @param inertia the sum of the squared distances to it
   */
  public record Clustering(Tensor centroids, Tensor assignments, double inertia) {}

  /** The best clustering of ten starts, with the standard generator. */
  public static Clustering fit(Tensor points, int k) {
    return fit(points, k, Generator.standard());
  }

  /** The best clustering of ten starts. */
  public static Clustering fit(Tensor points, int k, Generator random) {
    return fit(points, k, STARTS, random);
  }

  /**
   * The clustering of the least inertia of several starts: {@link #plusPlus}, then Lloyd's steps until the assignments
   * stay (at most 300). Points [n, d].
   *
   * @throws IllegalArgumentException as {@link #plusPlus}, or if there is no start
   */
  public static Clustering fit(Tensor points, int k, int starts, Generator random) {
    Checks.positive("KMeans", "number of starts", starts);
    Clustering best = null;
    for (int start = 0; start < starts; start++) {
      Clustering found = lloyd(points, plusPlus(points, k, random), MAX_STEPS);
      if (best == null || found.inertia() < best.inertia()) {
        best = found;
      }
    }
    return best;
  }

  /** Start centroids by k-means++, with the standard generator. */
  public static Tensor plusPlus(Tensor points, int k) {
    return plusPlus(points, k, Generator.standard());
  }

  /**
   * k of the points as start centroids, by greedy k-means++ (Arthur and Vassilvitskii 2007): the first drawn uniformly;
   * for each other 2 + ⌊ln k⌋ drawn with a probability in proportion to the squared distance to the nearest so far, and
   * that one taken which leaves the smallest sum of these, as scikit-learn does. Points [n, d] → [k, d].
   *
   * @throws IllegalArgumentException if the points are no matrix, k is not from 1 to n, or a value is NaN or infinite
   */
  public static Tensor plusPlus(Tensor points, int k, Generator random) {
    Checks.matrix("KMeans", "points", "[n, d]", points);
    Given.notNull("KMeans", "random", random);
    int n = points.size(0);
    if (k < 1 || k > n) {
      throw new IllegalArgumentException("KMeans: k = " + k + " must be from 1 to " + n + ", the number of points");
    }
    Tensor z = points.detach();
    int[] chosen = new int[k];
    chosen[0] = (int) (random.nextDouble() * n);
    int candidates = 2 + (int) Math.log(k);
    Tensor nearest = distancesTo(z, chosen[0]).squeeze(1);
    for (int j = 1; j < k; j++) {
      double[] weights = nearest.toDoubleArray();
      int[] drawn = IntStream.range(0, candidates).map(i -> draw(weights, random.nextDouble())).toArray();
      Tensor left = distancesTo(z, drawn).minimum(nearest.unsqueeze(1)).evaluate();
      int best = (int) left.to(DType.FLOAT64).sum(0).argMin(0).item();
      chosen[j] = drawn[best];
      nearest = left.select(1, best);
    }
    return z.indexSelect(0, Tensor.of(chosen));
  }

  /** Squared distances of all points to some of them: [n, d] → [n, rows]. */
  private static Tensor distancesTo(Tensor points, int... rows) {
    return new KMeansLoss().distances(points, points.indexSelect(0, Tensor.of(rows)));
  }

  /** An index with a probability in proportion to its weight, at a quantile u of [0, 1); any if all weights are 0. */
  private static int draw(double[] weights, double u) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    finite(total);
    if (total == 0) {
      return (int) (u * weights.length);
    }
    double left = u * total;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        left -= weights[i];
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  /**
   * Lloyd's steps from given centroids, until the assignments stay or {@code maxSteps} are done: each centroid moves to
   * the mean of its points. One without points moves to the point that is farthest from its own centroid, unless that
   * lies on it. Points [n, d], centroids [k, d].
   *
   * @throws IllegalArgumentException if one is no matrix or empty, their widths differ, a value is NaN or infinite, or
   *     {@code maxSteps} is negative
   */
  public static Clustering lloyd(Tensor points, Tensor centroids, int maxSteps) {
    KMeansLoss.check("KMeans", points, centroids);
    if (maxSteps < 0) {
      throw new IllegalArgumentException("KMeans: maxSteps " + maxSteps + " must be 0 or more");
    }
    return Autograd.noGrad(() -> {
      Tensor z = points.detach();
      Tensor c = centroids.detach().to(z.dtype());
      Tensor.Extremum nearest = nearest(z, c);
      int[] assignments = nearest.indices().toIntArray();
      for (int step = 0; step < maxSteps; step++) {
        c = moved(z, c, nearest);
        nearest = nearest(z, c);
        int[] before = assignments;
        assignments = nearest.indices().toIntArray();
        if (Arrays.equals(assignments, before)) {
          break;
        }
      }
      double inertia = finite(nearest.values().to(DType.FLOAT64).sum().item());
      return new Clustering(c, nearest.indices(), inertia);
    });
  }

  private static Tensor.Extremum nearest(Tensor points, Tensor centroids) {
    Tensor.Extremum nearest = new KMeansLoss().distances(points, centroids).min(1);
    Autograd.evaluate(nearest.values(), nearest.indices());
    return nearest;
  }

  /** How many points each of k centroids is nearest to. */
  private static Tensor counts(Tensor.Extremum nearest, long k) {
    Tensor owner = nearest.indices();
    return Tensor.zeros(DType.FLOAT64, k).scatterAdd(0, owner, Tensor.ones(DType.FLOAT64, owner.size(0)));
  }

  /** The centroids after a step; sums are taken in double. */
  private static Tensor moved(Tensor points, Tensor centroids, Tensor.Extremum nearest) {
    long n = points.size(0);
    long k = centroids.size(0);
    Tensor owner = nearest.indices();
    Tensor counts = counts(nearest, k);
    Tensor sums = Tensor.zeros(DType.FLOAT64, k, points.size(1))
        .scatterAdd(0, owner.unsqueeze(1).expand(n, points.size(1)), points.to(DType.FLOAT64));
    Tensor means = sums.div(counts.maximum(1).unsqueeze(1)).to(points.dtype());
    Tensor empty = counts.eq(0);
    Tensor fallback = reseeded(points, centroids, nearest.values(), empty.toBooleanArray()).centroids();
    return Tensor.where(empty.unsqueeze(1), fallback, means).evaluate();
  }

  /**
   * Centroids after some were given a new place.
   *
   * @param centroids [k, d]
   * @param moved which ones
   */
  public record Reseeded(Tensor centroids, List<Integer> moved) {}

  /**
   * Moves each centroid that is nearest to no point to the point that is farthest from its own centroid, several to
   * different points, as long as these do not lie on their centroids. Points [n, d], centroids [k, d].
   *
   * @throws IllegalArgumentException if one is no matrix or empty, or their widths differ
   */
  public static Reseeded reseedEmpty(Tensor points, Tensor centroids) {
    KMeansLoss.check("KMeans", points, centroids);
    return Autograd.noGrad(() -> {
      Tensor z = points.detach();
      Tensor c = centroids.detach().to(z.dtype());
      Tensor.Extremum nearest = nearest(z, c);
      return reseeded(z, c, nearest.values(), counts(nearest, c.size(0)).eq(0).toBooleanArray());
    });
  }

  private static Reseeded reseeded(Tensor points, Tensor centroids, Tensor nearest, boolean[] isEmpty) {
    List<Integer> empty = IntStream.range(0, isEmpty.length).filter(i -> isEmpty[i]).boxed().toList();
    if (empty.isEmpty()) {
      return new Reseeded(centroids, empty);
    }
    double[] distances = nearest.toDoubleArray();
    int[] farthest = IntStream.range(0, distances.length)
        .filter(i -> distances[i] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -distances[i]))
        .limit(empty.size())
        .mapToInt(i -> i)
        .toArray();
    Tensor both = Tensor.concat(0, points.indexSelect(0, Tensor.of(farthest)), centroids);
    int[] rows = IntStream.range(farthest.length, farthest.length + isEmpty.length).toArray();
    for (int i = 0; i < farthest.length; i++) {
      rows[empty.get(i)] = i;
    }
    return new Reseeded(both.indexSelect(0, Tensor.of(rows)).evaluate(), empty.subList(0, farthest.length));
  }

  private static double finite(double sum) {
    if (!Double.isFinite(sum)) {
      throw new IllegalArgumentException(
          "KMeans: the squared distances sum to " + sum + ": points must be finite, and not that far apart");
    }
    return sum;
  }
}
