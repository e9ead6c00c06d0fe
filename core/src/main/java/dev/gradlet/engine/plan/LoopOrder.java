package dev.gradlet.engine.plan;

import dev.gradlet.engine.plan.Readers.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/** The order in which loops and array operations run: each after those whose results it reads. */
final class LoopOrder {
  private LoopOrder() {}

  /**
   * A topological order; of those that can run next, the smallest root comes first.
   *
   * @param host for each stored node the root of the loop that computes it, −1 for others
   * @return null if there is none, because loops that were joined depend on each other
   */
  static int[] of(int[] roots, int[] host, Readers readers) {
    int[] missing = new int[host.length];
    List<List<Integer>> after = new ArrayList<>();
    for (int i = 0; i < host.length; i++) {
      after.add(new ArrayList<>());
    }
    for (int i = 0; i < host.length; i++) {
      for (Reader reader : host[i] < 0 ? List.<Reader>of() : readers.of(i)) {
        if (reader.loop() != host[i]) {
          after.get(host[i]).add(reader.loop());
          missing[reader.loop()]++;
        }
      }
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    Arrays.stream(roots).filter(root -> missing[root] == 0).forEach(ready::add);
    int[] order = new int[roots.length];
    for (int at = 0; at < order.length; at++) {
      if (ready.isEmpty()) {
        return null;
      }
      order[at] = ready.remove();
      for (int next : after.get(order[at])) {
        if (--missing[next] == 0) {
          ready.add(next);
        }
      }
    }
    return order;
  }
}
