package dev.gradlet.engine.plan;

import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.Operation.Moving;
import dev.gradlet.engine.graph.Pending;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.engine.graph.Watcher;
import dev.gradlet.engine.run.ArrayPool;
import dev.gradlet.engine.run.LoopPlan;
import java.util.Arrays;
import java.util.List;

/**
 * How long the arrays of an evaluation are needed. Values that pass, as nothing will want them once those are there
 * that are computed from them, are in arrays of the pool, and no node remembers them:
 *
 * <ul>
 *   <li>what a walk computes from cotangents on its way, if it is large enough for the pool: no tensor of the user's
 *       holds it, unless a VJP of the user's put it aside;
 *   <li>the larger values of a history that is given up, as {@code backward()} does. A user may hold such a tensor,
 *       say to count how often a classifier was right. It is computed again then, and kept in later evaluations of this
 *       schedule. Where the tensor would hold much more memory than its value takes, that is kept from the start.
 * </ul>
 */
final class Lifetimes {
  /** Bytes of a value of a history below which it is kept in any case. */
  private static final int FEW = 1 << 14;
  private static final int[] NONE = {};

  /** Whether all values of a history pass, however small, and whatever they hold. */
  private static volatile boolean all;

  /** For each task the nodes whose arrays no later one reads. */
  private final int[][] lastUses;
  /** Nodes that passed and were asked for later. Set by any thread at any time, for good. */
  private final boolean[] asked;

  Lifetimes(Graph graph, List<Schedule.Task> tasks) {
    this.lastUses = lastUses(graph, tasks);
    this.asked = new boolean[graph.size()];
  }

  int[] lastUses(int task) {
    return lastUses[task];
  }

  private static int[][] lastUses(Graph graph, List<Schedule.Task> tasks) {
    int[] last = new int[graph.size()];
    boolean[] stored = new boolean[graph.size()];
    Arrays.fill(last, -1);
    for (int at = 0; at < tasks.size(); at++) {
      if (tasks.get(at) instanceof Schedule.LoopTask loop) {
        loop.outputs().forEach(output -> stored[output.node()] = true);
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
    return byTask(graph, last, tasks.size());
  }

  private static int[][] byTask(Graph graph, int[] last, int tasks) {
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

  /** Which nodes of a graph have values that pass. A tool that watches sees all values. */
  boolean[] passing(Graph graph, int[] firstOfSame) {
    boolean[] passing = new boolean[graph.size()];
    if (Watcher.current() != null || !anyMayPass(graph)) {
      return passing;
    }
    for (int i = 0; i < passing.length; i++) {
      passing[i] = mayPass(graph, i);
      passing[firstOfSame[i]] &= passing[i] && (firstOfSame[i] == i || Pending.isCotangent(graph.nodes[i]));
    }
    boolean[] needed = new boolean[passing.length];
    for (int root : graph.roots) {
      needed[firstOfSame[root]] = true;
    }
    for (int i = passing.length - 1; i >= 0; i--) {
      passing[i] &= !needed[i];
      boolean isNeededView = needed[i] && !graph.isLeaf(i) && graph.operation(i) instanceof Moving;
      for (int input : isNeededView || graph.isDifferentiatedLater(i) ? graph.inputs[i] : NONE) {
        needed[firstOfSame[input]] = true;
      }
    }
    return passing;
  }

  private boolean anyMayPass(Graph graph) {
    for (int[] nodes : lastUses) {
      for (int i : nodes) {
        if (mayPass(graph, i)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean mayPass(Graph graph, int i) {
    if (graph.isLeaf(i)) {
      return false;
    }
    Node node = graph.nodes[i];
    long bytes = all ? Long.MAX_VALUE : node.shape().elements() * Storage.bytes(node.dtype());
    return Pending.isCotangent(node)
        ? bytes >= ArrayPool.SMALL && Pending.isPassingOn(node)
        : bytes >= FEW && !asked[i] && graph.isGivenUp(i) && node.whenAskedFor() == null
            && (all || Pending.holdsLittle(node));
  }

  static void setAll(boolean all) {
    Lifetimes.all = all;
  }

  /** The value of a node passed. */
  void pass(Graph graph, int i) {
    if (graph.nodes[i].isDifferentiable()) {
      graph.nodes[i].pass(() -> asked[i] = true);
    }
  }

  /** Tells of the nodes that are about to be computed again because something new asks for them. */
  static void tellOfAsking(Graph graph) {
    boolean any = false;
    for (Node node : graph.nodes) {
      any |= node.whenAskedFor() != null;
    }
    if (!any) {
      return;
    }
    boolean[] wanted = new boolean[graph.size()];
    for (int root : graph.roots) {
      wanted[root] = true;
    }
    for (int i = wanted.length - 1; i >= 0; i--) {
      if (wanted[i] && !graph.isLeaf(i)) {
        Runnable whenAskedFor = graph.nodes[i].whenAskedFor();
        if (whenAskedFor != null) {
          whenAskedFor.run();
        } else {
          for (int input : graph.inputs[i]) {
            wanted[input] = true;
          }
        }
      }
    }
  }
}
