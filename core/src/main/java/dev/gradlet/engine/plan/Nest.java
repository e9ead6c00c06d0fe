package dev.gradlet.engine.plan;

import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.engine.run.Accumulate;
import dev.gradlet.engine.run.Step;
import java.util.Arrays;
import java.util.List;

/** Opens the nested blocks of a loop, and closes them: they become loops, tiles or tiles of rows. */
final class Nest {
  private final LoopAxes axes;
  private final OperandLayout layout;
  private final Values values;

  Nest(LoopAxes axes, OperandLayout layout, Values values) {
    this.axes = axes;
    this.layout = layout;
    this.values = values;
  }

  /** Opens a block for each of these axes, one within the other, and returns the innermost; long sums are cut. */
  Block open(List<Expr.Axis> reduced, List<Step.Accumulator> accumulators, Block outer) {
    boolean sums = accumulators.stream().allMatch(a -> a.kind() == Reducing.Kind.SUM && a.dtype().isFloating());
    Chunks chunks = sums ? Chunks.of(reduced.stream().mapToInt(axes::extent).toArray()) : null;
    Block at = outer;
    for (int i = 0; i < reduced.size(); i++) {
      at = new Block(at, reduced.get(i), axes.extent(reduced.get(i)));
      at.collected = chunks != null && i == 0 ? accumulators : null;
      if (chunks != null && i == chunks.axis()) {
        at.chunks = chunks;
        at.sums = accumulators;
      }
    }
    return at;
  }

  /** Closes the blocks from the innermost out to the given one, which stays open. */
  void close(Block innermost, Block upTo, List<Step.Accumulator> reductions) {
    for (Block block = innermost; block != upTo; block = block.parent) {
      if (axes.row != null && block.axis == axes.row) {
        Step.Loop rows = loop(block.axis, Superinstructions.combine(block));
        block.parent.steps.add(
            new Step.RowTiles(rows.axis(), rows.extent(), axes.lanes(), rows.moving(), rows.strides(), rows.body()));
      } else if (block.axis == axes.lane) {
        block.parent.steps.add(
            new Step.Tiles(
                axes.lanes(), reductions == null ? List.of() : reductions, Superinstructions.combine(block)));
      } else {
        Step.Parted unrolled = Superinstructions.unroll(block, loop(block.axis, block.steps.toArray(new Step[0])));
        Step.Parted loop = unrolled != null ? unrolled : loop(block.axis, Superinstructions.combine(block));
        block.parent.steps.add(block.chunks == null
            ? loop
            : new Step.Chunked(loop, axes.extent(block.axis), block.chunks.iterations(), block.sums));
        if (block.collected != null) {
          values.addAround(block.parent, new Accumulate.Collect(block.collected));
        }
      }
      block.close();
      block.owned.forEach(values::release);
      block.deadAfter.forEach(values::release);
    }
  }

  private Step.Loop loop(Expr.Axis axis, Step[] steps) {
    int[] moving = new int[layout.operands.size()];
    int[] strides = new int[moving.length];
    int count = 0;
    for (int i = 0; i < moving.length; i++) {
      int stride = layout.operands.get(i).strides()[axis.id];
      if (stride != 0) {
        moving[count] = i;
        strides[count++] = stride;
      }
    }
    return new Step.Loop(
        axis.id, axes.extent(axis), Arrays.copyOf(moving, count), Arrays.copyOf(strides, count), steps);
  }
}
