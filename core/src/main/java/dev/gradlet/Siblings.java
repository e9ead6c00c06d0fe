package dev.gradlet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loops over the same places that read the same things become one: then each operand is read once, and what they share
 * is computed once and never stored. So the gradients of two factors come from one loop, and a loss from that of its
 * gradient.
 *
 * <p>Nodes are offered from the last to the first. One joins the loop of a later node unless that loop depends on it.
 */
final class Siblings {
  private static final int MOST_MEMBERS = 6;
  /** Nodes looked at for one decision: keeps planning linear. */
  private static final int MOST_VISITED = 256;
  /** Lanes from which a sum joins; tests make it join over any. */
  static int shortestLane = 512;

  private final Graph graph;
  private final int[] host;
  private final boolean joining;
  private final Map<Shape, List<Integer>> loops = new HashMap<>();
  private final Map<Integer, List<Integer>> joined = new HashMap<>();
  private final Map<Integer, Set<Integer>> operands = new HashMap<>();
  /** The first node that is computed by a loop later than the first one that reads it. */
  private int firstLate = Integer.MAX_VALUE;

  /**
   * @param host the loop of each stored node, as far as decided
   * @param joining whether loops become one at all
   */
  Siblings(Graph graph, int[] host, boolean joining) {
    this.graph = graph;
    this.host = host;
    this.joining = joining;
  }

  /** The nodes that joined the loop of a root. */
  List<Integer> of(int root) {
    return joined.getOrDefault(root, List.of());
  }

  /** Whether loops can run in the order of their roots. */
  boolean areInOrder() {
    return joined.isEmpty() && firstLate == Integer.MAX_VALUE;
  }

  /** Whether a loop can compute node i for the other loops that read it, since it needs none of them. */
  boolean runsBefore(int loop, int i, int[] readers) {
    for (int reader : readers) {
      if (!joining || (reader != loop && dependsOn(loop, reader))) {
        return false;
      }
    }
    firstLate = Math.min(firstLate, i);
    return true;
  }

  /** The loop that node i joins; i itself if it starts one of its own. */
  int join(int i, boolean isRead) {
    if (!joining || (graph.op(i) instanceof Reduction && !isTotal(i) && !isOfAllRows(i))) {
      return i;
    }
    List<Integer> candidates = loops.computeIfAbsent(graph.space(i), shape -> new ArrayList<>());
    for (int root : candidates) {
      if (fits(i, root) && sharesOperands(i, root) && !(isRead && dependsOn(root, i))) {
        joined.computeIfAbsent(root, key -> new ArrayList<>()).add(i);
        return root;
      }
    }
    candidates.add(i);
    return i;
  }

  private boolean isTotal(int i) {
    return graph.op(i) instanceof Reduction reduction
        && reduction.kind() == Reduction.Kind.SUM
        && reduction.axes().size() == graph.space(i).rank();
  }

  /** Whether a node takes all rows together, or each by itself. */
  private boolean isOfAllRows(int i) {
    int leading = graph.space(i).rank() - 1;
    return graph.isRowFold(i)
        || (graph.isSumOfRows(i) && graph.op(i) instanceof Reduction reduction
            && reduction.axes().size() >= leading && reduction.axes().get(leading - 1) == leading - 1);
  }

  /** A loop over rows takes any; others at most one sum, and only if lanes are long. */
  private boolean fits(int i, int root) {
    if (LaneRule.hasRows(graph.space(i))) {
      return of(root).size() < MOST_MEMBERS && graph.canWalkRows(root) && graph.canWalkRows(i);
    }
    List<Integer> members = of(root);
    boolean reduces = graph.op(root) instanceof Reduction;
    for (int member : members) {
      reduces |= graph.op(member) instanceof Reduction;
    }
    boolean reducing = graph.op(i) instanceof Reduction;
    Shape space = graph.space(i);
    boolean longLanes = space.rank() > 0 && space.size(LaneRule.lane(space, false)) >= shortestLane;
    return members.size() < MOST_MEMBERS && !(reduces && reducing) && (longLanes || !(reduces || reducing));
  }

  /** Whether both are computed from a node that has an element for each place. */
  private boolean sharesOperands(int a, int b) {
    return !Collections.disjoint(operands(a), operands(b));
  }

  private Set<Integer> operands(int node) {
    return operands.computeIfAbsent(node, this::collectOperands);
  }

  private Set<Integer> collectOperands(int node) {
    long places = graph.space(node).elements();
    Set<Integer> found = new HashSet<>();
    Deque<Integer> left = new ArrayDeque<>(List.of(node));
    while (!left.isEmpty() && found.size() < MOST_VISITED) {
      for (int input : graph.inputs[left.pop()]) {
        if (graph.shape(input).elements() == places && found.add(input)) {
          left.push(input);
        }
      }
    }
    return found;
  }

  /** Whether a loop can only run after node i has its value. */
  private boolean dependsOn(int root, int i) {
    Set<Integer> seen = new HashSet<>();
    Deque<Integer> left = new ArrayDeque<>(List.of(root));
    while (!left.isEmpty()) {
      int node = left.pop();
      if (node == i || seen.size() > MOST_VISITED) {
        return true;
      }
      if ((node < i && node < firstLate) || !seen.add(node)) {
        continue;
      }
      for (int input : graph.inputs[node]) {
        left.push(input);
      }
      if (host[node] >= 0) {
        left.push(host[node]);
        left.addAll(of(host[node]));
      }
    }
    return false;
  }
}
