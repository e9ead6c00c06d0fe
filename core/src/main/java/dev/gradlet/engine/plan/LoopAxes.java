package dev.gradlet.engine.plan;

import dev.gradlet.engine.run.Instruction;
import dev.gradlet.engine.run.LoopPlan;
import dev.gradlet.kernel.Loops;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The axes of a loop: which one the lanes run along, and in which order the others nest around it. Neighbouring axes
 * along which every operand is evenly spaced are merged into one; where that makes better lanes, the two innermost ones
 * are collapsed into one although some operands then lie in rows.
 *
 * <p>A loop that reduces along its lanes has no choice: {@link LaneRule} says which axis that is. Nor has a loop over
 * rows, whose tiles hold rows of the last axis, as they follow each other along another one.
 */
final class LoopAxes {
  /** What starting an instruction costs, in elements of a cheap one: about 20 ns. */
  private static final long DISPATCH = 400;
  /** What packing an element costs, in the same unit. */
  private static final long PACK = 14;
  /** What reading a row of a collapsed lane costs, in the same unit. */
  private static final long PIECE = 200;

  private final LoopBody body;
  private final int instructions;

  /** The axes that are loops, outermost first. */
  final List<Expr.Axis> order;
  /** Null where there is but one place. */
  final Expr.Axis lane;
  /** The axis along which rows follow each other in a loop over rows, else null. */
  final Expr.Axis row;
  /** How many places each axis has, by id, merged ones included. */
  private final int[] extents;
  /** The strides of what is read, by axis, as merged; null for outputs. */
  private final int[][] strides;
  /** The same of outputs that lie row-major; null for others, which come to lie as the axes are nested. */
  private final int[][] outputs;
  /** How operands lie along a lane collapsed from two axes, if not evenly; else null. */
  private final LoopPlan.RowLayout[] rows;
  /** Which outer axis went into which inner one. */
  private final List<Expr.Axis[]> merged = new ArrayList<>();
  /** The axes by id in their order before merging. */
  private final List<Integer> sorted = new ArrayList<>();

  /** @param instructions about how many instructions the innermost loop has */
  LoopAxes(LoopBody body, int instructions) {
    this.body = body;
    this.instructions = instructions;
    this.order = new ArrayList<>(body.space());
    this.extents = body.axes().stream().mapToInt(axis -> axis.extent).toArray();
    this.strides = new int[body.operands().size()][];
    this.outputs = new int[strides.length][];
    this.rows = new LoopPlan.RowLayout[strides.length];
    for (int i = 0; i < strides.length; i++) {
      LoopBody.Operand operand = body.operands().get(i);
      if (operand.strides() != null) {
        (operand.written() ? outputs : strides)[i] = Arrays.copyOf(operand.strides(), extents.length);
      }
    }
    if (body.overRows()) {
      lane = body.lane();
      row = rowAxis();
      order.sort(Comparator.comparing(axis -> !body.keeps(axis)));
    } else if (body.lane() == null) {
      sortByStride();
      merge();
      lane = bestLane();
      row = null;
    } else {
      lane = extent(body.lane()) > 1 ? body.lane() : null;
      row = null;
    }
    order.removeIf(axis -> extent(axis) == 1 || axis == lane || axis == row);
  }

  int extent(Expr.Axis axis) {
    return extents[axis.id];
  }

  /** The extent of the lane; 1 if there is none. */
  int lanes() {
    return lane == null ? 1 : extent(lane);
  }

  /** The strides of what is read, by axis; null for an output. */
  int[] strides(int operand) {
    return strides[operand];
  }

  /** How an operand lies along a lane collapsed from two axes, if not evenly; else null. */
  LoopPlan.RowLayout rows(int operand) {
    return rows[operand];
  }

  /** The innermost axis that is not kept in a sum over rows, together with those before it where they are even. */
  private Expr.Axis rowAxis() {
    List<Expr.Axis> candidates = new ArrayList<>(order);
    candidates.remove(lane);
    candidates.removeAll(body.rows().kept());
    order.forEach(axis -> sorted.add(axis.id));
    Expr.Axis first = candidates.get(0);
    candidates.removeIf(axis -> extent(axis) == 1);
    if (candidates.isEmpty()) {
      return first;
    }
    Expr.Axis row = candidates.get(candidates.size() - 1);
    for (int i = candidates.size() - 2; i >= 0 && canMerge(candidates.get(i), row); i--) {
      merge(candidates.get(i), row);
    }
    return row;
  }

  /** Outer axes first, as the operand with most elements has them in memory. */
  private void sortByStride() {
    int guide = -1;
    long most = 0;
    for (int i = 0; i < strides.length; i++) {
      if (strides[i] != null && volume(strides[i]) > most) {
        most = volume(strides[i]);
        guide = i;
      }
    }
    if (guide >= 0) {
      int[] by = strides[guide];
      order.sort(Comparator.comparing(axis -> by[axis.id] == 0 ? -Integer.MAX_VALUE : -by[axis.id]));
    }
    order.forEach(axis -> sorted.add(axis.id));
  }

  /** How many elements the loop visits of an operand with these strides. */
  long volume(int[] strides) {
    long elements = 1;
    for (int axis = 0; axis < strides.length; axis++) {
      elements *= strides[axis] == 0 ? 1 : extents[axis];
    }
    return elements;
  }

  /** Neighbouring axes along which every operand is evenly spaced become one. */
  private void merge() {
    order.removeIf(axis -> extent(axis) == 1);
    for (int i = order.size() - 2; i >= 0; i--) {
      Expr.Axis outer = order.get(i);
      Expr.Axis inner = order.get(i + 1);
      if (canMerge(outer, inner)) {
        merge(outer, inner);
      }
    }
  }

  private boolean canMerge(Expr.Axis outer, Expr.Axis inner) {
    return areEven(strides, outer, inner) && areEven(outputs, outer, inner)
        && (long) extent(outer) * extent(inner) <= Integer.MAX_VALUE - Loops.TILE;
  }

  private void merge(Expr.Axis outer, Expr.Axis inner) {
    merged.add(new Expr.Axis[] {outer, inner});
    extents[inner.id] *= extents[outer.id];
    extents[outer.id] = 1;
    order.remove(outer);
  }

  private boolean areEven(int[][] known, Expr.Axis outer, Expr.Axis inner) {
    boolean even = true;
    for (int[] of : known) {
      even &= of == null || isEven(of, outer, inner);
    }
    return even;
  }

  private boolean isEven(int[] strides, Expr.Axis outer, Expr.Axis inner) {
    return strides[outer.id] == (long) strides[inner.id] * extent(inner);
  }

  /** How many places the innermost loop visits. */
  private long iterations() {
    long total = 1;
    for (Expr.Axis axis : body.axes()) {
      total *= axis.index != null ? 1 : Math.max(1, extent(axis));
    }
    return total;
  }

  private Expr.Axis bestLane() {
    long total = iterations() * instructions;
    Expr.Axis best = null;
    long least = Long.MAX_VALUE;
    for (Expr.Axis axis : order) {
      long cost = total / Math.max(1, Math.min(extent(axis), Loops.TILE)) * DISPATCH;
      for (int i = 0; i < strides.length; i++) {
        if (strides[i] != null && strides[i][axis.id] > 1 && body.operands().get(i).chosen().isEmpty()) {
          cost += volume(strides[i]) * PACK;
        }
      }
      if (cost <= least) {
        least = cost;
        best = axis;
      }
    }
    return costOfCollapsing() < least ? collapsed() : best;
  }

  /** What it costs to run the two innermost axes as one lane, though some operands are not evenly spaced along both. */
  private long costOfCollapsing() {
    if (order.size() < 2) {
      return Long.MAX_VALUE;
    }
    Expr.Axis outer = order.get(order.size() - 2);
    Expr.Axis inner = order.get(order.size() - 1);
    long extent = (long) extent(outer) * extent(inner);
    if (!areEven(outputs, outer, inner) || extent == 0 || extent > Integer.MAX_VALUE - Loops.TILE) {
      return Long.MAX_VALUE;
    }
    long tiles = Math.max(1, iterations() / Math.min(extent, Loops.TILE));
    long cost = tiles * instructions * DISPATCH;
    for (int i = 0; i < strides.length; i++) {
      if (strides[i] == null) {
        continue;
      }
      int stride = strides[i][inner.id];
      if (stride < 0 || stride > 1 || !body.operands().get(i).chosen().isEmpty()) {
        return Long.MAX_VALUE;
      }
      cost += isEven(strides[i], outer, inner) ? 0 : tiles * (Loops.TILE / extent(inner) + 1) * PIECE;
    }
    return cost;
  }

  private Expr.Axis collapsed() {
    Expr.Axis outer = order.get(order.size() - 2);
    Expr.Axis inner = order.get(order.size() - 1);
    for (int i = 0; i < strides.length; i++) {
      if (strides[i] != null && !isEven(strides[i], outer, inner)) {
        rows[i] = new LoopPlan.RowLayout(extent(inner), strides[i][inner.id], strides[i][outer.id]);
        strides[i][inner.id] = 1;
      }
    }
    merge(outer, inner);
    return inner;
  }

  /** How many lanes of the registers are used: those of the longest tile, or what the tree over them starts from. */
  int width() {
    int lanes = lane == null ? 1 : row != null ? Loops.TILE : Math.min(Loops.TILE, extent(lane));
    int padded = Math.max(Instruction.UNIFORM, Instruction.padded(lanes));
    // The halving tree over partial results starts from a power of two; up to there they must be neutral.
    return body.along() == null ? padded : Integer.highestOneBit(2 * padded - 1);
  }

  /** For each axis by id: how far in it is, the lane last; the axes that were merged share their place. */
  int[] depths() {
    int[] depths = new int[extents.length];
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
