package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MatchingTest {
  /** Counts [[3, 2], [2, 0]]: taking the largest first gives 3, the best pairs give 4. */
  @Test
  void of_greedyIsNotBest_findsTheBest() {
    var matching = Matching.of(new int[] {0, 0, 0, 1, 1, 0, 0}, new int[] {0, 0, 0, 0, 0, 1, 1});
    assertThat(matching.matched()).isEqualTo(4);
    assertThat(matching.classOf()).containsExactly(1, 0);
  }

  @Test
  void of_moreClustersThanClasses_leavesSomeUnmatched() {
    var matching = Matching.of(new int[] {0, 0, 0, 1, 1}, new int[] {0, 0, 1, 2, 2});
    assertThat(matching.matched()).isEqualTo(4);
    assertThat(matching.classOf()).containsExactly(0, -1, 1);
  }

  @Test
  void of_fewerClustersThanClasses_matchesEachCluster() {
    var matching = Matching.of(new int[] {0, 1, 1, 2, 2, 2}, new int[] {0, 0, 0, 1, 1, 1});
    assertThat(matching.matched()).isEqualTo(5);
    assertThat(matching.classOf()).containsExactly(1, 2);
  }

  @Test
  void of_emptyCluster_isUnmatched() {
    assertThat(Matching.of(new int[] {0, 1}, new int[] {0, 2}).classOf()).containsExactly(0, -1, 1);
  }

  @Test
  void places_someMatched_fillsTheRest() {
    assertThat(new Matching(new int[] {2, -1, 0}, 0).places(3)).containsExactly(2, 1, 0);
    assertThat(new Matching(new int[] {1}, 0).places(3)).containsExactly(1, 0, 2);
    assertThat(new Matching(new int[] {7, 1}, 0).places(2)).containsExactly(0, 1);
  }

  @Test
  void of_randomTables_equalsTryingEveryPermutation() {
    for (int seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      var labels = random.ints(60, 0, 5).toArray();
      var clusters = random.ints(60, 0, 5).toArray();
      var counts = new int[5][5];
      for (int i = 0; i < labels.length; i++) {
        counts[clusters[i]][labels[i]]++;
      }
      assertThat(Matching.of(labels, clusters).matched()).as("seed %d", seed).isEqualTo(best(counts, 0, 0));
    }
  }

  private static int best(int[][] counts, int cluster, int used) {
    if (cluster == counts.length) {
      return 0;
    }
    int best = 0;
    for (int label = 0; label < counts.length; label++) {
      if ((used & 1 << label) == 0) {
        best = Math.max(best, counts[cluster][label] + best(counts, cluster + 1, used | 1 << label));
      }
    }
    return best;
  }
}
