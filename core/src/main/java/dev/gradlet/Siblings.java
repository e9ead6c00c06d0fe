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
  private static final int MOST_MEMBERS = 4;
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

  boolean any() {
    return !joined.isEmpty();
  }

  /** The loop that node i joins; i itself if it starts one of its own. */
  int join(int i, boolean isRead) {
    if (!joining || (graph.op(i) instanceof Reduction reduction && !isTotal(reduction, space(i)))) {
      return i;
    }
    List<Integer> candidates = loops.computeIfAbsent(space(i), shape -> new ArrayList<>());
    for (int root : candidates) {
      if (fits(i, root) && sharesOperands(i, root) && !(isRead && dependsOn(root, i))) {
        joined.computeIfAbsent(root, key -> new ArrayList<>()).add(i);
        return root;
      }
    }
    candidates.add(i);
    return i;
  }

  /** Sums over some axes only stay alone. */
  private static boolean isTotal(Reduction reduction, Shape operand) {
    return reduction.kind() == Reduction.Kind.SUM && reduction.axes().size() == operand.rank();
  }

  private Shape space(int i) {
    return graph.op(i) instanceof Reduction ? graph.shape(graph.inputs[i][0]) : graph.shape(i);
  }

  /** At most one sum, and only if lanes are long. */
  private boolean fits(int i, int root) {
    List<Integer> members = of(root);
    boolean reduces = graph.op(root) instanceof Reduction;
    for (int member : members) {
      reduces |= graph.op(member) instanceof Reduction;
    }
    boolean reducing = graph.op(i) instanceof Reduction;
    Shape space = space(i);
    boolean longLanes = space.rank() > 0 && space.size(LaneRule.lane(space)) >= shortestLane;
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
    long places = space(node).elements();
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
      if (node < i || !seen.add(node)) {
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
