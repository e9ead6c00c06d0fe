package dev.gradlet.engine.plan;

import dev.gradlet.kernel.Loops;

/** What a loop costs, in elements of a cheap instruction, depending on which axis its lanes run along. */
final class LaneCost {
  /** Starting an instruction, about 20 ns. */
  private static final long DISPATCH = 400;
  /** Packing an element. */
  private static final long PACK = 14;
  /** Reading a row of a collapsed lane. */
  private static final long ROW = 200;

  private final LoopBody body;
  private final MergedAxes axes;
  private final long instructions;
  /** How many places the innermost loop visits. */
  private final long places;

  /** @param instructions about how many instructions the innermost loop has */
  LaneCost(LoopBody body, MergedAxes axes, int instructions) {
    this.body = body;
    this.axes = axes;
    this.instructions = instructions;
    long total = 1;
    for (Expr.Axis axis : body.axes()) {
      total *= axis.index != null ? 1 : Math.max(1, axes.extent(axis));
    }
    this.places = total;
  }

  /** With this axis as the lane: inputs whose elements are not adjacent along it are packed. */
  long of(Expr.Axis lane) {
    long cost = places * instructions / Math.max(1, Math.min(axes.extent(lane), Loops.TILE)) * DISPATCH;
    for (int i = 0; i < axes.inputs.length; i++) {
      int[] strides = axes.inputs[i];
      if (strides != null && strides[lane.id] > 1 && !isGathered(i)) {
        cost += axes.volume(strides) * PACK;
      }
    }
    return cost;
  }

  /** With these two axes collapsed into one lane; {@link Long#MAX_VALUE} if they can't be. */
  long ofCollapsing(Expr.Axis outer, Expr.Axis inner) {
    long extent = (long) axes.extent(outer) * axes.extent(inner);
    if (extent == 0 || !axes.canCollapse(outer, inner)) {
      return Long.MAX_VALUE;
    }
    long tiles = Math.max(1, places / Math.min(extent, Loops.TILE));
    long cost = tiles * instructions * DISPATCH;
    for (int i = 0; i < axes.inputs.length; i++) {
      int[] strides = axes.inputs[i];
      if (strides == null) {
        continue;
      }
      if (strides[inner.id] < 0 || strides[inner.id] > 1 || isGathered(i)) {
        return Long.MAX_VALUE;
      }
      boolean inRows = !axes.isEven(strides, outer, inner);
      cost += inRows ? tiles * (Loops.TILE / axes.extent(inner) + 1) * ROW : 0;
    }
    return cost;
  }

  private boolean isGathered(int operand) {
    return !body.operands().get(operand).chosen().isEmpty();
  }
}
