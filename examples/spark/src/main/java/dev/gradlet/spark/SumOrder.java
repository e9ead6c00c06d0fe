package dev.gradlet.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * The order in which what partitions contribute is added up: a binary tree over them that their number alone decides.
 * Spark hands contributions over as they arrive, and floating-point sums depend on the order; so a partial sum waits
 * until its sibling is there. The same partitions give the same bits, whatever finished first, failed or was computed
 * again.
 *
 * <p>The tree follows the groups of {@link JavaRDD#treeAggregate}, so that in each of them everything finds its sibling
 * and one sum leaves it. Were Spark to group otherwise, more sums would travel, and the result would be the same.
 */
final class SumOrder implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int depth;

  /** Of each node, those from 0 on being the partitions and further ones sums of two; the last sum has no parent. */
  private final int[] sibling;

  private final int[] parent;

  /** The order for this many partitions, in a {@code treeAggregate} of this depth. */
  SumOrder(int partitions, int depth) {
    this.depth = depth;
    sibling = new int[2 * partitions];
    parent = new int[2 * partitions];
    Arrays.fill(parent, -1);
    int nodes = partitions;
    List<Integer> level = IntStream.range(0, partitions).boxed().toList();
    for (int groups : groups(partitions, depth)) {
      // A group is every groups-th of a level. Halving it by joining neighbours leaves it where it is.
      while (level.size() > groups) {
        List<Integer> sums = new ArrayList<>();
        for (int i = 0; i < level.size(); i++) {
          if (i / groups % 2 == 0) {
            boolean alone = i + groups >= level.size();
            sums.add(alone ? level.get(i) : join(level.get(i), level.get(i + groups), nodes++));
          }
        }
        level = sums;
      }
    }
  }

  private int join(int left, int right, int sum) {
    sibling[left] = right;
    sibling[right] = left;
    parent[left] = sum;
    parent[right] = sum;
    return sum;
  }

  /** How many groups there are after each level of {@code treeAggregate}, as its source has it; 1 on the driver. */
  static List<Integer> groups(int partitions, int depth) {
    List<Integer> groups = new ArrayList<>();
    int scale = Math.max((int) Math.ceil(Math.pow(partitions, 1.0 / depth)), 2);
    int n = partitions;
    while (n > scale + Math.ceil((double) n / scale)) {
      n /= scale;
      groups.add(n);
    }
    groups.add(1);
    return groups;
  }

  /** Adds up what each partition has computed: one list of values, or an empty one. */
  List<Values> sum(JavaRDD<Map<Integer, List<Values>>> contributions) {
    Map<Integer, List<Values>> total =
        contributions.treeAggregate(new HashMap<>(), this::merge, this::merge, depth);
    return total.isEmpty() ? List.of() : total.values().iterator().next();
  }

  /** Partial sums by node, with others among them. */
  Map<Integer, List<Values>> merge(Map<Integer, List<Values>> sums, Map<Integer, List<Values>> others) {
    others.forEach((added, values) -> {
      int node = added;
      List<Values> sum = values;
      while (parent[node] >= 0 && sums.containsKey(sibling[node])) {
        List<Values> other = sums.remove(sibling[node]);
        sum = node < sibling[node] ? Values.plus(sum, other) : Values.plus(other, sum);
        node = parent[node];
      }
      sums.put(node, sum);
    });
    return sums;
  }
}
