package dev.gradlet.engine.plan;

import dev.gradlet.engine.run.Instruction;
import dev.gradlet.engine.run.LoopPlan;
import dev.gradlet.kernel.Loops;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The axes of a loop: which one the lanes run along, and in which order the others nest around it. Neighbouring axes
 * along which every operand is evenly spaced are merged into one; where that makes better lanes, the two innermost ones
 * are folded into one although some operands then lie in rows.
 *
 * <p>A loop that reduces along its lanes has no choice: {@link LaneRule} says which axis that is. Nor has a loop over
 * rows, whose tiles hold rows of the last axis, as they follow each other along another one.
 */
final class LoopAxes {
  /** What starting an instruction costs, in elements of a cheap one: about 20 ns. */
  private static final long DISPATCH = 400;
  /** What packing an element costs, in the same unit. */
  private static final long PACK = 14;
  /** What reading a piece of a folded row costs, in the same unit. */
  private static final long PIECE = 200;

  private final LoopBody body;
  /** The outputs must lie row-major, so that axes cannot be merged. */
  private final boolean rowMajor;
  private final int instructions;

  /** The axes that are loops, outermost first. */
  final List<Expr.Axis> order;
  /** Null where there is but one place. */
  final Expr.Axis lane;
  /** The axis along which rows follow each other in a loop over rows, else null. */
  final Expr.Axis row;
  /** Which outer axis went into which inner one. */
  private final List<Expr.Axis[]> merged = new ArrayList<>();
  /** The axes by id in their order before merging. */
  private final List<Integer> sorted = new ArrayList<>();

  /** @param instructions about how many instructions the innermost loop has */
  LoopAxes(LoopBody body, boolean rowMajor, int instructions) {
    this.body = body;
    this.rowMajor = rowMajor;
    this.instructions = instructions;
    this.order = new ArrayList<>(body.space);
    if (body.overRows) {
      lane = body.lane;
      row = rowAxis();
      order.sort(Comparator.comparing(axis -> !body.kept.contains(axis)));
    } else if (body.lane == null) {
      sortByStride();
      merge();
      lane = bestLane();
      row = null;
    } else {
      lane = body.lane.extent > 1 ? body.lane : null;
      row = null;
    }
    order.removeIf(axis -> axis.extent == 1 || axis == lane || axis == row);
  }

  /** The innermost axis that is not kept in a sum over rows, together with those before it where they are even. */
  private Expr.Axis rowAxis() {
    List<Expr.Axis> candidates = new ArrayList<>(order);
    candidates.remove(lane);
    candidates.removeAll(body.kept);
    order.forEach(axis -> sorted.add(axis.id));
    Expr.Axis first = candidates.get(0);
    candidates.removeIf(axis -> axis.extent == 1);
    if (candidates.isEmpty()) {
      return first;
    }
    Expr.Axis row = candidates.get(candidates.size() - 1);
    for (int i = candidates.size() - 2; i >= 0 && !rowMajor && canMerge(candidates.get(i), row); i--) {
      merge(candidates.get(i), row);
    }
    return row;
  }

  /** Outer axes first, as the operand with most elements has them in memory. */
  private void sortByStride() {
    int[] guide = null;
    long most = 0;
    for (LoopBody.Operand operand : body.operands) {
      if (!operand.written && volume(operand) > most) {
        most = volume(operand);
        guide = operand.strides;
      }
    }
    if (guide != null) {
      int[] strides = guide;
      order.sort(Comparator.comparing(axis -> strides[axis.id] == 0 ? -Integer.MAX_VALUE : -strides[axis.id]));
    }
    order.forEach(axis -> sorted.add(axis.id));
  }

  /** How many elements of an operand the loop visits. */
  long volume(LoopBody.Operand operand) {
    long elements = 1;
    for (Expr.Axis axis : body.axes) {
      elements *= operand.strides[axis.id] == 0 ? 1 : axis.extent;
    }
    return elements;
  }

  /** Neighbouring axes along which every operand is evenly spaced become one. */
  private void merge() {
    order.removeIf(axis -> axis.extent == 1);
    if (rowMajor) {
      return;
    }
    for (int i = order.size() - 2; i >= 0; i--) {
      Expr.Axis outer = order.get(i);
      Expr.Axis inner = order.get(i + 1);
      if (canMerge(outer, inner)) {
        merge(outer, inner);
      }
    }
  }

  private boolean canMerge(Expr.Axis outer, Expr.Axis inner) {
    boolean even = true;
    for (LoopBody.Operand operand : body.operands) {
      even &= operand.written || isEven(operand, outer, inner);
    }
    return even && (long) outer.extent * inner.extent <= Integer.MAX_VALUE - Loops.TILE;
  }

  private void merge(Expr.Axis outer, Expr.Axis inner) {
    merged.add(new Expr.Axis[] {outer, inner});
    inner.extent *= outer.extent;
    outer.extent = 1;
    order.remove(outer);
  }

  private static boolean isEven(LoopBody.Operand operand, Expr.Axis outer, Expr.Axis inner) {
    return operand.strides[outer.id] == (long) operand.strides[inner.id] * inner.extent;
  }

  /** How many places the innermost loop visits. */
  private long iterations() {
    long total = 1;
    for (Expr.Axis axis : body.axes) {
      total *= axis.index != null ? 1 : Math.max(1, axis.extent);
    }
    return total;
  }

  private Expr.Axis bestLane() {
    long total = iterations() * instructions;
    Expr.Axis best = null;
    long least = Long.MAX_VALUE;
    for (Expr.Axis axis : order) {
      long cost = total / Math.max(1, Math.min(axis.extent, Loops.TILE)) * DISPATCH;
      for (LoopBody.Operand operand : body.operands) {
        if (!operand.written && operand.strides[axis.id] > 1 && body.chosenFrom(operand).isEmpty()) {
          cost += volume(operand) * PACK;
        }
      }
      if (cost <= least) {
        least = cost;
        best = axis;
      }
    }
    return costOfFolding() < least ? folded() : best;
  }

  /** What it costs to run the two innermost axes as one lane, though some operands are not evenly spaced along both. */
  private long costOfFolding() {
    if (order.size() < 2 || rowMajor) {
      return Long.MAX_VALUE;
    }
    Expr.Axis outer = order.get(order.size() - 2);
    Expr.Axis inner = order.get(order.size() - 1);
    long extent = (long) outer.extent * inner.extent;
    if (extent == 0 || extent > Integer.MAX_VALUE - Loops.TILE) {
      return Long.MAX_VALUE;
    }
    long tiles = Math.max(1, iterations() / Math.min(extent, Loops.TILE));
    long cost = tiles * instructions * DISPATCH;
    for (LoopBody.Operand operand : body.operands) {
      if (operand.written) {
        continue;
      }
      boolean even = isEven(operand, outer, inner);
      int stride = operand.strides[inner.id];
      if (stride < 0 || stride > 1 || !body.chosenFrom(operand).isEmpty()) {
        return Long.MAX_VALUE;
      }
      cost += even ? 0 : tiles * (Loops.TILE / inner.extent + 1) * PIECE;
    }
    return cost;
  }

  private Expr.Axis folded() {
    Expr.Axis outer = order.get(order.size() - 2);
    Expr.Axis inner = order.get(order.size() - 1);
    for (LoopBody.Operand operand : body.operands) {
      if (!operand.written && !isEven(operand, outer, inner)) {
        operand.rows = new LoopPlan.Rows(inner.extent, operand.strides[inner.id], operand.strides[outer.id]);
        operand.strides[inner.id] = 1;
      }
    }
    merge(outer, inner);
    return inner;
  }

  /** How many lanes of the registers are used: those of the longest tile, or what the fold over them starts from. */
  int width() {
    int lanes = lane == null ? 1 : row != null ? Loops.TILE : Math.min(Loops.TILE, lane.extent);
    int padded = Math.max(Instruction.UNIFORM, Instruction.padded(lanes));
    // The halving tree over partial results starts from a power of two; up to there they must be neutral.
    return body.alongLanes == null ? padded : Integer.highestOneBit(2 * padded - 1);
  }

  /** For each axis by id: how far in it is, the lane last; the axes that were merged share their place. */
  int[] depths() {
    int[] depths = new int[body.axes.size()];
    for (int i = 0; i < order.size(); i++) {
      depths[order.get(i).id] = i + 1;
    }
    if (row != null) {
      depths[row.id] = Integer.MAX_VALUE - 1;
    }
    if (lane != null) {
      depths[lane.id] = Integer.MAX_VALUE;
    }
    for (int i = merged.size() - 1; i >= 0; i--) {
      depths[merged.get(i)[0].id] = depths[merged.get(i)[1].id];
    }
    return depths;
  }

  /** The place of an axis in the order before merging. */
  int placeBeforeMerging(int axis) {
    return sorted.indexOf(axis);
  }
}
