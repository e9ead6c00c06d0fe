package dev.gradlet.engine.plan;

import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation.Reducing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Joins loops over the same places that read the same operands: then each operand is read once, and shared intermediate
 * values are computed once and never stored. So the gradients of two factors come from one loop, and a loss from the
 * loop of its gradient.
 *
 * <p>Nodes are offered from the last to the first. A node joins the loop of a later one unless that loop depends on it.
 */
final class Siblings {
  private static final int MOST_MEMBERS = 6;
  /** How many nodes are looked at for one decision: keeps planning linear. */
  private static final int MOST_VISITED = 256;

  private final Graph graph;
  private final Spaces spaces;
  private final int[] host;
  private final boolean[] nests;
  private final Estimate estimate;
  private final boolean joining;
  private final Map<Shape, Space> loops = new HashMap<>();
  private final Map<Integer, List<Integer>> joined = new HashMap<>();
  /** The first node whose loop may run later than the first one that reads it. */
  private int firstLate = Integer.MAX_VALUE;

  /** The roots of loops over the same places, by each node that they are computed from. */
  private static final class Space {
    final Map<Integer, List<Integer>> reducing = new HashMap<>();
    final Map<Integer, List<Integer>> others = new HashMap<>();
  }

  /**
   * @param host the loop of each stored node, as far as it is decided
   * @param nests whether a loop has loops of reductions within it, so that it cannot go over rows
   * @param joining whether loops are joined at all
   */
  Siblings(Graph graph, Spaces spaces, int[] host, boolean[] nests, Estimate estimate, boolean joining) {
    this.graph = graph;
    this.spaces = spaces;
    this.host = host;
    this.nests = nests;
    this.estimate = estimate;
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

  /** Whether a loop can compute node i for the other loops that read it: it must depend on none of them. */
  boolean runsBefore(int loop, int i, int[] readers) {
    for (int reader : readers) {
      if (!joining || (reader != loop && dependsOn(loop, reader))) {
        return false;
      }
    }
    firstLate = Math.min(firstLate, i);
    return true;
  }

  /** The loop that node i joins: the first possible one, or i itself if it starts a loop of its own. */
  int join(int i, boolean isRead) {
    boolean reducing = isReducing(i);
    if (!joining || !mayJoin(i)) {
      return i;
    }
    Set<Integer> operands = operands(i);
    Space space = loops.computeIfAbsent(spaces.space(i), shape -> new Space());
    for (int root : candidates(space, operands, reducing)) {
      boolean fits = !(nests[root] && (spaces.isRowReduction(i) || spaces.isSumOverRows(i)));
      if (fits && !(isRead && dependsOn(root, i)) && haveFewAxes(root, i)) {
        joined.computeIfAbsent(root, key -> new ArrayList<>()).add(i);
        if (reducing) {
          add(root, operands(root), space.reducing);
        }
        return root;
      }
    }
    add(i, operands, reducing ? space.reducing : space.others);
    return i;
  }

  private static void add(int root, Set<Integer> operands, Map<Integer, List<Integer>> loops) {
    for (int operand : operands) {
      loops.computeIfAbsent(operand, key -> new ArrayList<>()).add(root);
    }
  }

  /** The loops with room that share an operand, the last one first. */
  private Set<Integer> candidates(Space space, Set<Integer> operands, boolean reducing) {
    Set<Integer> found = new TreeSet<>(Comparator.reverseOrder());
    for (int operand : operands) {
      found.addAll(without(root -> isFull(root) || reduces(root), space.others.get(operand)));
      if (!reducing) {
        found.addAll(without(this::isFull, space.reducing.get(operand)));
      }
    }
    return found;
  }

  private static List<Integer> without(Predicate<Integer> useless, List<Integer> roots) {
    if (roots == null) {
      return List.of();
    }
    roots.removeIf(useless);
    return roots;
  }

  private boolean isFull(int root) {
    return of(root).size() >= MOST_MEMBERS;
  }

  private boolean haveFewAxes(int root, int i) {
    List<Integer> members = new ArrayList<>(of(root));
    members.add(root);
    members.add(i);
    return estimate.axesOfLoop(members) <= LoopBody.MOST_AXES;
  }

  /** Whether a loop that does not go over rows computes a reduction; it may compute only one. */
  private boolean reduces(int root) {
    return isReducing(root) || of(root).stream().anyMatch(this::isReducing);
  }

  private boolean isReducing(int node) {
    return spaces.kind(node) == Kind.REDUCTION && !LaneRule.hasRows(spaces.space(node));
  }

  /** Over rows, reductions must take all rows together, or each by itself; else only sums over all axes may join. */
  private boolean mayJoin(int i) {
    Shape space = spaces.space(i);
    if (LaneRule.hasRows(space)) {
      return spaces.canWalkRows(i) && (spaces.kind(i) != Kind.REDUCTION || isOfAllRows(i));
    }
    return !(graph.operation(i) instanceof Reducing reduction)
        || (reduction.kind() == Reducing.Kind.SUM
            && reduction.axes().size() == space.rank()
            && space.rank() > 0
            && space.size(LaneRule.lane(space, false)) >= Tuning.current().shortestLane());
  }

  private boolean isOfAllRows(int i) {
    int leading = spaces.space(i).rank() - 1;
    List<Integer> axes = ((Reducing) graph.operation(i)).axes();
    return spaces.isRowReduction(i)
        || (spaces.isSumOverRows(i) && axes.size() >= leading && axes.get(leading - 1) == leading - 1);
  }

  /** The nodes that a node is computed from, as far as they have an element for each of its places. */
  private Set<Integer> operands(int node) {
    long places = spaces.space(node).elements();
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

  /** Whether a loop can run only after node i is computed; also true if that takes too long to find out. */
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
