package dev.gradlet.engine.plan;

import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation.Moving;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.engine.graph.ViewMap;
import java.util.Arrays;
import java.util.List;

/** What each node means for loops: its kind, the index space of a loop for it, and how that is reduced. */
final class Spaces {
  private static final int[] NONE = {};

  private final Graph graph;
  private final Kind[] kinds;
  /** Computed when it is first asked for. */
  private boolean[] reducedWithin;

  Spaces(Graph graph) {
    this.graph = graph;
    this.kinds = Kind.of(graph);
  }

  Kind kind(int node) {
    return kinds[node];
  }

  /** The map of a view. */
  ViewMap map(int view) {
    return ((Moving) graph.operation(view)).map();
  }

  private Reducing reduction(int node) {
    return (Reducing) graph.operation(node);
  }

  /** The index space of a loop with this root: the places of the node, or those of the operand that it reduces. */
  Shape space(int node) {
    return graph.shape(kinds[node] == Kind.REDUCTION ? graph.inputs[node][0] : node);
  }

  /** The lane axis of the operand that a node reduces, see {@link LaneRule#lane}. */
  int lane(int node) {
    return LaneRule.lane(space(node), isFoundInNest(node));
  }

  /** Whether a node is reduced along the lanes of its operand. */
  boolean isAlongLanes(int node) {
    return kinds[node] == Kind.REDUCTION && reduction(node).reduces(lane(node));
  }

  /** Whether a node is reduced by loops that nest within the loop of its reader. */
  boolean isNested(int node) {
    return kinds[node] == Kind.REDUCTION && !isAlongLanes(node);
  }

  /** Whether a node is a reduction of each row of its operand, see {@link LaneRule#hasRows}. */
  boolean isRowReduction(int node) {
    return kinds[node] == Kind.REDUCTION
        && !isFoundInNest(node)
        && LaneRule.hasRows(space(node))
        && reduction(node).axes().equals(List.of(space(node).rank() - 1));
  }

  /** Whether a node is a sum over rows of its operand, perhaps also over the lanes. */
  boolean isSumOverRows(int node) {
    return kinds[node] == Kind.REDUCTION
        && reduction(node).kind() == Reducing.Kind.SUM
        && LaneRule.hasRows(space(node))
        && !reduction(node).axes().isEmpty()
        && !isRowReduction(node);
  }

  /** Whether the loop of a root may go over rows. */
  boolean canWalkRows(int root) {
    return LaneRule.hasRows(space(root))
        && (kinds[root] == Kind.ELEMENTWISE || isRowReduction(root) || isSumOverRows(root));
  }

  /**
   * Whether an extremum is found by nested loops instead of row by row: if its index is wanted, or if its operand is
   * computed from reductions that nothing else reads, as the distances of k-means are. The bits are the same.
   */
  private boolean isFoundInNest(int node) {
    return graph.hasIndices(node)
        || (kinds[node] == Kind.REDUCTION && reduction(node).kind() != Reducing.Kind.SUM
            && !graph.isDifferentiatedLater(node) && reducedWithin()[graph.inputs[node][0]]);
  }

  /** For each node, whether it is computed from a nested reduction, and only one other node reads it. */
  private boolean[] reducedWithin() {
    if (reducedWithin == null) {
      reducedWithin = new boolean[graph.size()];
      boolean[] readOnce = readOnce();
      for (int i = 0; i < reducedWithin.length; i++) {
        if (readOnce[i] && kinds[i] == Kind.REDUCTION) {
          reducedWithin[i] = !isAlongLanes(i);
        } else if (readOnce[i] && (kinds[i] == Kind.ELEMENTWISE || kinds[i] == Kind.VIEW)) {
          for (int input : graph.inputs[i]) {
            reducedWithin[i] |= reducedWithin[input];
          }
        }
      }
    }
    return reducedWithin;
  }

  /** For each node, whether it is no leaf and no root, and exactly one node reads it. */
  private boolean[] readOnce() {
    int[] reader = new int[graph.size()];
    Arrays.fill(reader, -1);
    boolean[] once = new boolean[graph.size()];
    for (int i = 0; i < reader.length; i++) {
      for (int input : kinds[i] == Kind.LEAF ? NONE : graph.inputs[i]) {
        boolean first = reader[input] < 0 && kinds[input] != Kind.LEAF;
        once[input] = first || (once[input] && reader[input] == i);
        reader[input] = i;
      }
    }
    for (int root : graph.roots) {
      once[root] = false;
    }
    return once;
  }
}
