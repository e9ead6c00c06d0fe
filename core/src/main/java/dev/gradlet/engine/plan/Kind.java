package dev.gradlet.engine.plan;

import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.Operation.Elementwise;
import dev.gradlet.engine.graph.Operation.Moving;
import dev.gradlet.engine.graph.Operation.OfArrays;
import dev.gradlet.engine.graph.Operation.Reducing;

/** The kind of a node, as planning distinguishes them. Asked often, so known in advance: instanceof is slower. */
enum Kind {
  /** It has a value. */
  LEAF,
  ELEMENTWISE,
  VIEW,
  REDUCTION,
  GATHER,
  /** Computed as a whole array, by no loop. */
  OF_ARRAYS;

  static Kind[] of(Graph graph) {
    Kind[] kinds = new Kind[graph.size()];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = graph.isLeaf(i) ? LEAF : of(graph.operation(i));
    }
    return kinds;
  }

  private static Kind of(Operation op) {
    return op instanceof Elementwise ? ELEMENTWISE
        : op instanceof Moving ? VIEW
        : op instanceof Reducing ? REDUCTION
        : op instanceof OfArrays ? OF_ARRAYS : GATHER;
  }

  /** Whether a loop computes it, its own or a reader's. */
  boolean isInLoop() {
    return this != LEAF && this != OF_ARRAYS;
  }
}
