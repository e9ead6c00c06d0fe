package dev.gradlet.engine.plan;

import dev.gradlet.engine.run.Instruction;
import dev.gradlet.engine.run.LoopPlan;
import dev.gradlet.kernel.Loops;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which axis of a loop its lanes run along, and in which order the others nest around it. Neighbouring axes are merged
 * where operands allow it ({@link MergedAxes}), and the cheapest lane is taken ({@link LaneCost}).
 *
 * <p>A loop that reduces along its lanes has no choice: {@link LaneRule} says which axis that is. Nor has a loop over
 * rows: its lane is the last axis, and a tile holds rows that follow each other along another axis.
 */
final class LoopAxes {
  private final LoopBody body;
  private final MergedAxes axes;

  /** The axes that are loops, outermost first. */
  final List<Expr.Axis> order;
  /** Null if there is only one place. */
  final Expr.Axis lane;
  /** The axis along which rows follow each other in a loop over rows, else null. */
  final Expr.Axis row;

  /** @param instructions about how many instructions the innermost loop has */
  LoopAxes(LoopBody body, int instructions) {
    this.body = body;
    this.axes = new MergedAxes(body);
    this.order = axes.order;
    if (body.overRows()) {
      lane = body.lane();
      row = mergedRowAxis();
      order.sort(Comparator.comparing(axis -> !body.keeps(axis)));
    } else if (body.lane() == null) {
      axes.sortByStride();
      axes.merge();
      lane = cheapestLane(new LaneCost(body, axes, instructions));
      row = null;
    } else {
      lane = extent(body.lane()) > 1 ? body.lane() : null;
      row = null;
    }
    order.removeIf(axis -> extent(axis) == 1 || axis == lane || axis == row);
  }

  /** The innermost axis that sums over rows do not keep, after merging others into it. */
  private Expr.Axis mergedRowAxis() {
    List<Expr.Axis> candidates = new ArrayList<>(order);
    candidates.remove(lane);
    candidates.removeAll(body.rows().kept());
    Expr.Axis first = candidates.get(0);
    candidates.removeIf(axis -> extent(axis) == 1);
    if (candidates.isEmpty()) {
      return first;
    }
    Expr.Axis row = candidates.get(candidates.size() - 1);
    for (int i = candidates.size() - 2; i >= 0 && axes.canMerge(candidates.get(i), row); i--) {
      axes.merge(candidates.get(i), row);
    }
    return row;
  }

  /** One axis, or the two innermost ones collapsed into one. */
  private Expr.Axis cheapestLane(LaneCost cost) {
    Expr.Axis best = null;
    long least = Long.MAX_VALUE;
    for (Expr.Axis axis : order) {
      long along = cost.of(axis);
      if (along <= least) {
        least = along;
        best = axis;
      }
    }
    if (order.size() > 1) {
      Expr.Axis outer = order.get(order.size() - 2);
      Expr.Axis inner = order.get(order.size() - 1);
      if (cost.ofCollapsing(outer, inner) < least) {
        axes.collapse(outer, inner);
        return inner;
      }
    }
    return best;
  }

  int extent(Expr.Axis axis) {
    return axes.extent(axis);
  }

  /** The extent of the lane; 1 if there is none. */
  int lanes() {
    return lane == null ? 1 : extent(lane);
  }

  /** The strides of an operand that is read, by axis; null for an output. */
  int[] strides(int operand) {
    return axes.inputs[operand];
  }

  /** How an operand lies along a lane collapsed from two axes, if it is not evenly spaced there; else null. */
  LoopPlan.RowLayout rows(int operand) {
    return axes.rows(operand);
  }

  /** How many elements the loop visits of an operand with these strides. */
  long volume(int[] strides) {
    return axes.volume(strides);
  }

  /** How many lanes of the registers are used: those of the longest tile, or those that a halving tree starts from. */
  int width() {
    int lanes = lane == null ? 1 : row != null ? Loops.TILE : Math.min(Loops.TILE, extent(lane));
    int padded = Math.max(Instruction.UNIFORM, Instruction.padded(lanes));
    // The halving tree over partial results starts from a power of two; up to there they must be neutral.
    return body.along() == null ? padded : Integer.highestOneBit(2 * padded - 1);
  }

  /** The position of each axis in the nest by id, the lane's last, merged ones in their order; −1 for others. */
  int[] positions() {
    List<Expr.Axis> nest = new ArrayList<>();
    order.forEach(axis -> nest.addAll(axes.parts(axis)));
    if (row != null) {
      nest.addAll(axes.parts(row));
    }
    if (lane != null) {
      nest.addAll(axes.parts(lane));
    }
    int[] positions = new int[body.axes().size()];
    Arrays.fill(positions, -1);
    for (int i = 0; i < nest.size(); i++) {
      positions[nest.get(i).id] = i;
    }
    return positions;
  }
}
