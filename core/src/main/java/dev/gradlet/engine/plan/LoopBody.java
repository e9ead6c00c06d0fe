package dev.gradlet.engine.plan;

import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.engine.graph.View;
import java.util.List;

/**
 * What one loop of a {@link Fusion} computes, as expressions over its axes. Nothing changes it: how the loop goes over
 * its places, {@link LoopAxes} say, and where the outputs lie, an {@link OperandLayout}.
 *
 * @param axes all of them: those of the space, then those of reductions within, and those along which an index chooses
 * @param expressions how many numbers they have
 * @param space the axes of the root's own index space
 * @param value at each place of the space; of a reduction along the lanes, that of its operand
 * @param lane where there is no choice: of a loop over rows, or one that reduces along its lanes; else null
 * @param rows what a loop over rows keeps, see {@link LaneRule#hasRows}; null of any other loop
 * @param along the reduction along the lanes that the loop is for, or null
 * @param origins which nodes the expressions compute; null unless the plan is to be read
 */
record LoopBody(
    List<Expr.Axis> axes, List<Operand> operands, int expressions, List<Expr.Axis> space, Expr value, Expr.Axis lane,
    OverRows rows, AlongLanes along, Origins origins) {
  /** They are bits of a long. {@link Estimate} counts them before. */
  static final int MOST_AXES = Long.SIZE;

  /**
   * An array that is read or written.
   *
   * @param access how the loop sees its elements
   * @param view its elements as the loop sees them; null of an output that comes to lie as the loop's axes are ordered
   * @param strides those of the axes so far, later ones do not move it; null as the view is
   * @param chosen the axes along which an index says where to read
   */
  record Operand(
      int node, boolean written, Access access, View view, int[] strides, List<Expr.Axis> chosen) {

    int stride(Expr.Axis axis) {
      return strides == null || axis.id >= strides.length ? 0 : strides[axis.id];
    }
  }

  /**
   * Of a loop over rows.
   *
   * @param kept the axes of the space, but for the lane, that a sum over rows keeps
   * @param chunks how sums over rows are cut, or null
   */
  record OverRows(List<Expr.Axis> kept, Chunks chunks) {}

  /** Results of a reduction along the lanes, each with the output that it goes to. */
  record AlongLanes(Reducing reduction, List<Reducing.Kind> kinds, List<Integer> outputs) {
    boolean reduces(int axis) {
      return reduction.reduces(axis);
    }
  }

  boolean overRows() {
    return rows != null;
  }

  /** Whether an axis of a loop over rows is kept by sums over them. */
  boolean keeps(Expr.Axis axis) {
    return rows.kept.contains(axis);
  }
}
