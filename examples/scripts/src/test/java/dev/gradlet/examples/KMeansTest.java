package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KMeansTest {
  private static final Tensor TWO_PAIRS = Tensor.of(new float[][] {{0, 0}, {0, 2}, {10, 0}, {10, 2}});

  @Test
  void lloyd_twoPairs_findsTheirMeans() {
    var found = KMeans.lloyd(TWO_PAIRS, Tensor.of(new float[][] {{1, 0}, {9, 5}}));
    assertThat(found.centroids().toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 1}, {10, 1}});
    assertThat(found.clusters()).containsExactly(0, 0, 1, 1);
    assertThat(found.inertia()).isEqualTo(4);
  }

  @Test
  void lloyd_centroidWithoutPoints_isSeededAnew() {
    var found = KMeans.lloyd(TWO_PAIRS, Tensor.of(new float[][] {{5, 1}, {500, 500}}));
    assertThat(found.inertia()).isEqualTo(4);
    assertThat(Clusters.sizes(found.clusters(), 2)).containsExactly(2, 2);
  }

  @Test
  void plusPlus_farApartGroups_takesOneOfEach() {
    for (int seed = 0; seed < 20; seed++) {
      var seeds = KMeans.plusPlus(TWO_PAIRS, 2, new Generator(seed));
      assertThat(Arrays.stream(seeds.toFloatMatrix()).map(row -> row[0]))
          .as("seed %d", seed)
          .containsExactlyInAnyOrder(0f, 10f);
    }
  }

  @Test
  void plusPlus_moreCentroidsThanPoints_isRefused() {
    assertThatThrownBy(() -> KMeans.plusPlus(TWO_PAIRS, 5, new Generator(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k-means++: 5 centroids from 4 points; 1 to 4 can be");
  }

  /** scikit-learn on the same data, best of 4 starts: inertia 69662, V-measure 0.699, ARI 0.570. */
  @Test
  void fit_standardisedDigits_comesNearScikitLearn() {
    var digits = Dataset.digits();
    var data = Standardization.ofColumns(digits.points()).apply(digits.points());
    var found = KMeans.fit(data, 10, 4, new Generator(0));
    assertThat(found.inertia()).isCloseTo(69662, within(697.0));
    var metrics = ClusterMetrics.of(digits.labels(), found.clusters());
    assertThat(metrics.nmi()).isBetween(0.66, 0.74);
    assertThat(metrics.ari()).isBetween(0.5, 0.65);
  }

  @Test
  void fit_sameSeed_givesTheSameClusters() {
    var data = Tensor.randn(new Generator(7), 200, 3);
    var first = KMeans.fit(data, 5, 2, new Generator(1));
    var second = KMeans.fit(data, 5, 2, new Generator(1));
    assertThat(second.clusters()).isEqualTo(first.clusters());
    assertThat(second.inertia()).isEqualTo(first.inertia());
  }
}
