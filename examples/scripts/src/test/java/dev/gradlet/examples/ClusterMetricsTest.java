package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClusterMetricsTest {
  @Test
  void of_sameGroupsUnderOtherNames_isOneThroughout() {
    var metrics = ClusterMetrics.of(new int[] {0, 0, 1, 1, 2, 2}, new int[] {2, 2, 0, 0, 1, 1});
    assertThat(metrics.accuracy()).isEqualTo(1);
    assertThat(metrics.nmi()).isCloseTo(1, within(1e-12));
    assertThat(metrics.ari()).isCloseTo(1, within(1e-12));
  }

  /** Counts [[2, 1], [0, 3]]: I = 0.318257, H = 0.693147 and 0.636514; pairs 4 of expectation 6·7/15 and bound 6.5. */
  @Test
  void of_oneRowAstray_matchesHandComputedValues() {
    var metrics = ClusterMetrics.of(new int[] {0, 0, 0, 1, 1, 1}, new int[] {0, 0, 1, 1, 1, 1});
    assertThat(metrics.accuracy()).isEqualTo(5.0 / 6);
    assertThat(metrics.nmi()).isCloseTo(2 * 0.3182570842 / (0.6931471806 + 0.6365141683), within(1e-9));
    assertThat(metrics.ari()).isCloseTo((4 - 2.8) / (6.5 - 2.8), within(1e-12));
  }

  /** Crossed halves share nothing: I = 0, and pairs 0 of expectation 2·2/6. */
  @Test
  void of_independentHalves_isAtOrBelowChance() {
    var metrics = ClusterMetrics.of(new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1});
    assertThat(metrics.accuracy()).isEqualTo(0.5);
    assertThat(metrics.nmi()).isCloseTo(0, within(1e-12));
    assertThat(metrics.ari()).isCloseTo((0 - 2.0 / 3) / (2 - 2.0 / 3), within(1e-12));
  }

  @Test
  void of_everythingInOneClusterOfOneClass_isOne() {
    assertThat(ClusterMetrics.of(new int[] {0, 0}, new int[] {0, 0})).isEqualTo(new ClusterMetrics(1, 1, 1));
  }

  @Test
  void of_differentLengths_isRefused() {
    assertThatThrownBy(() -> ClusterMetrics.of(new int[] {0, 1}, new int[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 labels and 1 cluster numbers");
  }
}
