package dev.gradlet.engine.plan;

import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation.Moving;
import dev.gradlet.engine.graph.Pending;
import dev.gradlet.engine.graph.Watcher;
import dev.gradlet.engine.run.LoopPlan;
import java.util.Arrays;
import java.util.List;

/** How long the arrays of an evaluation are needed. */
final class Lifetimes {
  private Lifetimes() {}

  /** For each task the nodes whose arrays no later one reads. */
  static int[][] lastUses(Graph graph, List<Schedule.Task> tasks) {
    int[] last = new int[graph.size()];
    boolean[] stored = new boolean[graph.size()];
    Arrays.fill(last, -1);
    for (int at = 0; at < tasks.size(); at++) {
      if (tasks.get(at) instanceof Schedule.LoopTask loop) {
        loop.layouts().keySet().forEach(node -> stored[node] = true);
        for (LoopPlan.Operand operand : loop.plan().operands()) {
          last[operand.node()] = at;
        }
      } else {
        int node = ((Schedule.ArrayTask) tasks.get(at)).node();
        stored[node] = true;
        last[node] = at;
        for (int input : graph.inputs[node]) {
          int base = input;
          while (!stored[base] && !graph.isLeaf(base)) {
            base = graph.inputs[base][0];
          }
          last[base] = at;
        }
      }
    }
    return grouped(graph, last, tasks.size());
  }

  private static int[][] grouped(Graph graph, int[] last, int tasks) {
    int[] count = new int[tasks];
    for (int i = 0; i < last.length; i++) {
      last[i] = graph.isLeaf(i) ? -1 : last[i];
      if (last[i] >= 0) {
        count[last[i]]++;
      }
    }
    int[][] nodes = new int[tasks][];
    for (int at = 0; at < tasks; at++) {
      nodes[at] = new int[count[at]];
    }
    for (int i = last.length - 1; i >= 0; i--) {
      if (last[i] >= 0) {
        nodes[last[i]][--count[last[i]]] = i;
      }
    }
    return nodes;
  }

  /**
   * Which nodes need no value once those that are computed from them have theirs: what a walk computed from cotangents
   * on its way, which no tensor of the user's holds, nor any history that is walked later. Nothing of it is remembered,
   * so should a user's VJP have put such a cotangent aside, it is computed again if asked for. A tool that watches sees
   * all values.
   */
  static boolean[] passing(Graph graph, int[] firstOfSame) {
    boolean[] kept = new boolean[graph.size()];
    if (Watcher.current() != null) {
      Arrays.fill(kept, true);
    }
    for (int root : graph.roots) {
      kept[firstOfSame[root]] = true;
    }
    for (int i = kept.length - 1; i >= 0; i--) {
      if (graph.isLeaf(i)) {
        kept[i] = true;
        continue;
      }
      if (graph.nodes[i].isDifferentiable() || !Pending.isCotangent(graph.nodes[i])) {
        kept[firstOfSame[i]] = true;
      }
      if (kept[i] && graph.operation(i) instanceof Moving) {
        kept[firstOfSame[graph.inputs[i][0]]] = true;
      }
      for (int input : graph.isDifferentiatedLater(i) ? graph.inputs[i] : new int[0]) {
        kept[firstOfSame[input]] = true;
      }
    }
    for (int i = 0; i < kept.length; i++) {
      kept[i] = !kept[i];
    }
    return kept;
  }
}
