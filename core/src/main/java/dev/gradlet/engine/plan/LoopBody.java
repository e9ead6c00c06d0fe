package dev.gradlet.engine.plan;

import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.engine.graph.View;
import java.util.List;

/**
 * What a loop computes, as expressions over its axes. In which order it goes over its places is up to {@link LoopAxes},
 * and where its outputs lie to {@link OperandLayout}.
 *
 * @param axes all axes: those of the space, then those of reductions within, and those along which an index chooses
 * @param expressions how many expressions there are
 * @param space the axes of the root's own index space
 * @param value the value at each place of the space; for a reduction along the lanes, that of its operand
 * @param lane the lane axis of a loop over rows, or of one that reduces along its lanes; null if it is free to choose
 * @param rows for a loop over rows (see {@link LaneRule#hasRows}), how it sums over them; else null
 * @param along for a loop that reduces along its lanes, that reduction; else null
 * @param origins which nodes the expressions compute; null unless the plan is to be read
 */
record LoopBody(
    List<Expr.Axis> axes, List<Operand> operands, int expressions, List<Expr.Axis> space, Expr value, Expr.Axis lane,
    OverRows rows, AlongLanes along, Origins origins) {
  /** Sets of axes are bits of a long. {@link Estimate} sees to it that no loop has more. */
  static final int MOST_AXES = Long.SIZE;

  /**
   * An array that is read or written.
   *
   * @param access how the loop sees the node
   * @param view the elements as the loop sees them; null for an output whose layout follows the order of the axes
   * @param strides by axis, for the axes there were; a step along later ones does not move it; null if the view is
   * @param chosen the axes along which an index says where to read
   */
  record Operand(
      int node, boolean written, Access access, View view, int[] strides, List<Expr.Axis> chosen) {

    int stride(Expr.Axis axis) {
      return strides == null || axis.id >= strides.length ? 0 : strides[axis.id];
    }
  }

  /**
   * The sums over rows of a loop over rows.
   *
   * @param kept the axes of the space, other than the lane, that the sums keep
   * @param chunks how the sums are cut, or null
   */
  record OverRows(List<Expr.Axis> kept, Chunks chunks) {}

  /** A reduction along the lanes; each of its kinds (an extremum and its index) goes to an output. */
  record AlongLanes(Reducing reduction, List<Reducing.Kind> kinds, List<Integer> outputs) {
    boolean reduces(int axis) {
      return reduction.reduces(axis);
    }
  }

  boolean overRows() {
    return rows != null;
  }

  /** Whether the sums of a loop over rows keep an axis. */
  boolean keeps(Expr.Axis axis) {
    return rows.kept.contains(axis);
  }
}
