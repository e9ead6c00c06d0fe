package dev.gradlet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SumOrderTest {
  @ParameterizedTest
  @CsvSource({"1, 2", "2, 1", "3, 2", "7, 2", "7, 3", "64, 2", "1000, 2", "1000, 3", "31, 4"})
  void merge_inAnyOrder_leavesOneSumOfTheSameBits(int partitions, int depth) {
    var order = new SumOrder(partitions, depth);
    var random = new Random(1);
    double expected = total(order, contributions(partitions), random);
    for (int i = 0; i < 5; i++) {
      assertThat(total(order, contributions(partitions), random)).isEqualTo(expected);
    }
  }

  /** Merges contributions two by two, as they come. */
  private static double total(SumOrder order, List<Map<Integer, List<Values>>> pending, Random random) {
    while (pending.size() > 1) {
      Collections.shuffle(pending, random);
      pending.add(order.merge(pending.remove(pending.size() - 1), pending.remove(pending.size() - 1)));
    }
    var sums = pending.get(0);
    assertThat(sums).hasSize(1);
    return ((double[]) sums.values().iterator().next().get(0).array())[0];
  }

  private static List<Map<Integer, List<Values>>> contributions(int partitions) {
    var random = new Random(2);
    List<Map<Integer, List<Values>>> all = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      double value = random.nextGaussian() * Math.exp(5 * random.nextGaussian());
      all.add(new HashMap<>(Map.of(i, List.of(new Values(new long[0], new double[] {value})))));
    }
    return all;
  }
}
