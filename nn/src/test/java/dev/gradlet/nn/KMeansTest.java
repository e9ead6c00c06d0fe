package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KMeansTest {
  private static final int BLOBS = 4;
  private static final int EACH = 50;

  /** Four blobs of standard deviation 0.1 at the corners of a square of side 10, 50 points each. */
  private static Tensor blobs() {
    Tensor corners = Tensor.of(new float[][] {{0, 0}, {0, 10}, {10, 0}, {10, 10}});
    Tensor noise = Tensor.randn(new Generator(11), BLOBS, EACH, 2).mul(0.1);
    return corners.unsqueeze(1).add(noise).reshape(BLOBS * EACH, 2);
  }

  @Test
  void fit_separatedBlobs_findsThem() {
    KMeans.Clustering found = KMeans.fit(blobs(), BLOBS, new Generator(1));

    int[] assignments = found.assignments().toIntArray();
    for (int blob = 0; blob < BLOBS; blob++) {
      int first = assignments[blob * EACH];
      assertThat(Arrays.stream(assignments, blob * EACH, (blob + 1) * EACH)).containsOnly(first);
    }
    assertThat(Arrays.stream(assignments).distinct()).hasSize(BLOBS);
    assertThat(found.centroids().shape()).isEqualTo(Shape.of(BLOBS, 2));
    assertThat(found.centroids().requiresGrad()).isFalse();
    // 200 points × 2 coordinates × 0.1², less what the means take up.
    assertThat(found.inertia()).isCloseTo(4, within(0.8));
    assertThat(found.inertia())
        .isCloseTo(new KMeansLoss().forward(blobs(), found.centroids()).item() * BLOBS * EACH, within(1e-3));
  }

  @Test
  void fit_sameSeed_givesTheSameBits() {
    Tensor points = Tensor.randn(new Generator(2), 300, 5);

    KMeans.Clustering a = KMeans.fit(points, 6, new Generator(3));
    KMeans.Clustering b = KMeans.fit(points, 6, new Generator(3));

    assertThat(a.centroids().toFloatArray()).isEqualTo(b.centroids().toFloatArray());
    assertThat(a.inertia()).isEqualTo(b.inertia());
  }

  @Test
  void fit_moreStarts_areNeverWorse() {
    Tensor points = Tensor.randn(new Generator(4), 200, 2);

    double one = KMeans.fit(points, 8, 1, new Generator(5)).inertia();
    double ten = KMeans.fit(points, 8, 10, new Generator(5)).inertia();

    assertThat(ten).isLessThan(one);
  }

  @Test
  void fit_oneClusterAndAsManyAsPoints_areTheMeanAndThePoints() {
    Tensor points = Tensor.of(new double[][] {{0, 0}, {2, 0}, {4, 6}});

    assertThat(KMeans.fit(points, 1).centroids().toDoubleArray()).containsExactly(2, 2);
    assertThat(KMeans.fit(points, 3).inertia()).isZero();
  }

  @Test
  void fit_fewerDistinctPointsThanClusters_ends() {
    Tensor points = Tensor.of(new double[][] {{1, 1}, {1, 1}, {1, 1}, {5, 5}});

    KMeans.Clustering found = KMeans.fit(points, 3, new Generator(1));

    assertThat(found.inertia()).isZero();
    assertThat(found.centroids().toDoubleArray()).containsOnly(1, 5);
  }

  @Test
  void plusPlus_centroids_areDistinctPoints() {
    Tensor points = blobs();

    double[][] centroids = KMeans.plusPlus(points, BLOBS, new Generator(8)).toDoubleMatrix();

    double[][] all = points.toDoubleMatrix();
    for (double[] centroid : centroids) {
      assertThat(Arrays.stream(all)).anyMatch(point -> Arrays.equals(point, centroid));
    }
    // Far apart blobs: the squared distance draws one point of each.
    assertThat(Arrays.stream(centroids).map(c -> Math.round(c[0] / 10) + " " + Math.round(c[1] / 10)).distinct())
        .hasSize(BLOBS);
  }

  @Test
  void lloyd_centroidWithoutPoints_movesToTheFarthestPoint() {
    Tensor points = Tensor.of(new double[][] {{0}, {1}, {2}, {30}});
    Tensor centroids = Tensor.of(new double[][] {{1}, {1000}});

    KMeans.Clustering found = KMeans.lloyd(points, centroids, 100);

    assertThat(found.centroids().toDoubleArray()).containsExactly(1, 30);
    assertThat(found.assignments().toIntArray()).containsExactly(0, 0, 0, 1);
    assertThat(found.inertia()).isEqualTo(2);
  }

  @Test
  void lloyd_severalCentroidsWithoutPoints_takeDifferentPoints() {
    Tensor points = Tensor.of(new double[][] {{0}, {10}, {30}});
    Tensor centroids = Tensor.of(new double[][] {{0}, {1000}, {1000}});

    KMeans.Clustering found = KMeans.lloyd(points, centroids, 100);

    assertThat(found.centroids().toDoubleArray()).containsExactly(0, 30, 10);
    assertThat(found.inertia()).isZero();
  }

  @Test
  void plusPlus_manyOverlappingBlobs_greedySeedsLieCloserThanSingleDraws() {
    Tensor points = Tensor.randn(new Generator(12), 20, 1, 2).mul(4).add(Tensor.randn(new Generator(13), 20, 30, 2))
        .reshape(600, 2);
    double greedy = 0;
    double single = 0;
    Generator random = new Generator(14);
    for (int run = 0; run < 20; run++) {
      greedy += new KMeansLoss().forward(points, KMeans.plusPlus(points, 20, random)).item();
      single += new KMeansLoss().forward(points, singleDraws(points, 20, random)).item();
    }
    assertThat(greedy).isLessThan(0.9 * single);
  }

  /** k-means++ as first published: one draw for each centroid. */
  private static Tensor singleDraws(Tensor points, int k, Generator random) {
    Tensor seeds = points.narrow(0, (int) (random.nextDouble() * points.size(0)), 1);
    while (seeds.size(0) < k) {
      double[] nearest = new KMeansLoss().distances(points, seeds).min(1).values().toDoubleArray();
      double left = random.nextDouble() * Arrays.stream(nearest).sum();
      int row = -1;
      while (left >= 0) {
        left -= nearest[++row];
      }
      seeds = Tensor.concat(0, seeds, points.narrow(0, row, 1));
    }
    return seeds;
  }

  @Test
  void plusPlus_farApartPairs_takesOneOfEach() {
    Tensor points = Tensor.of(new float[][] {{0, 0}, {0, 2}, {10, 0}, {10, 2}});
    for (int seed = 0; seed < 20; seed++) {
      float[][] seeds = KMeans.plusPlus(points, 2, new Generator(seed)).toFloatMatrix();
      assertThat(Arrays.stream(seeds).map(row -> row[0])).as("seed %d", seed).containsExactlyInAnyOrder(0f, 10f);
    }
  }

  @Test
  void reseedEmpty_twoWithoutPoints_takeTheFarthestPointsInTurn() {
    Tensor points = Tensor.of(new float[][] {{0, 0}, {1, 0}, {0, 5}, {9, 0}});
    Tensor centroids = Tensor.of(new float[][] {{0, 0}, {70, 70}, {80, 80}}).requireGrad();

    KMeans.Reseeded found = KMeans.reseedEmpty(points, centroids);

    assertThat(found.moved()).containsExactly(1, 2);
    assertThat(found.centroids().toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 0}, {9, 0}, {0, 5}});
    assertThat(found.centroids().requiresGrad()).isFalse();
  }

  @Test
  void reseedEmpty_noneWithoutPoints_changesNothing() {
    Tensor centroids = Tensor.of(new float[][] {{0}, {9}});

    KMeans.Reseeded found = KMeans.reseedEmpty(Tensor.of(new float[][] {{1}, {8}}), centroids);

    assertThat(found.moved()).isEmpty();
    assertThat(found.centroids().toFloatArray()).containsExactly(0, 9);
  }

  @Test
  void reseedEmpty_allPointsOnTheirCentroid_movesNone() {
    Tensor centroids = Tensor.of(new float[][] {{2}, {9}});

    KMeans.Reseeded found = KMeans.reseedEmpty(Tensor.of(new float[][] {{2}, {2}}), centroids);

    assertThat(found.moved()).isEmpty();
    assertThat(found.centroids().toFloatArray()).containsExactly(2, 9);
  }

  @Test
  void lloyd_noSteps_onlyAssigns() {
    Tensor points = Tensor.of(new float[][] {{0}, {1}, {9}});
    Tensor centroids = Tensor.of(new float[][] {{0}, {10}});

    KMeans.Clustering found = KMeans.lloyd(points, centroids, 0);

    assertThat(found.centroids().toFloatArray()).containsExactly(0, 10);
    assertThat(found.assignments().toIntArray()).containsExactly(0, 0, 1);
    assertThat(found.inertia()).isEqualTo(2);
  }

  @Test
  void fit_pointsWithHistory_leavesItAlone() {
    Tensor points = Tensor.randn(new Generator(1), 20, 2).requireGrad().mul(2);

    assertThat(KMeans.fit(points, 2, new Generator(1)).centroids().requiresGrad()).isFalse();
  }

  @Test
  void badInput_isRefusedWithASentence() {
    Tensor points = Tensor.zeros(5, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KMeans.fit(points, 6))
        .withMessage("KMeans: k = 6 must be from 1 to 5, the number of points");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KMeans.plusPlus(points, 0))
        .withMessage("KMeans: k = 0 must be from 1 to 5, the number of points");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KMeans.plusPlus(Tensor.zeros(5), 2))
        .withMessage("KMeans: points [5] must be a matrix [n, d]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KMeans.fit(points, 2, 0, new Generator(1)))
        .withMessage("KMeans: number of starts 0 must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KMeans.lloyd(points, Tensor.zeros(2, 3), 1))
        .withMessage("KMeans: points [5, 2] and centroids [2, 3]: widths 2 and 3 differ, centroids must be [k, 2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KMeans.lloyd(points, Tensor.zeros(2, 2), -1))
        .withMessage("KMeans: maxSteps -1 must be 0 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KMeans.reseedEmpty(points, Tensor.zeros(2)))
        .withMessage("KMeans: centroids [2] must be a matrix [k, d]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KMeans.fit(Tensor.full(Double.NaN, DType.FLOAT64, 5, 2), 2))
        .withMessage("KMeans: the squared distances sum to NaN: points must be finite, and not that far apart");
  }
}
