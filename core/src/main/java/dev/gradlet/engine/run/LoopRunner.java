package dev.gradlet.engine.run;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Loops;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a {@link LoopPlan}, interpreting it tile by tile: a tile's registers stay in the L1 cache, and each instruction
 * is one tight loop that HotSpot compiled long ago. The vectorised execution of NumExpr and DuckDB.
 *
 * <p>Large loops are split over threads at their outermost level: tiles, blocks of tiles that are reduced, or the
 * indices of a loop. What is split never depends on how many threads there are, so neither do the bits.
 */
public final class LoopRunner {
  /** Element operations below which a second thread does not pay. */
  private static final long WORTH_SPLITTING = 1 << 21;

  private LoopRunner() {}

  public static void run(LoopPlan plan, Data[] values) {
    Kernels.loopsRun(1);
    int n = plan.operands().size();
    Object[] arrays = new Object[n];
    int[] offsets = new int[n];
    for (int i = 0; i < n; i++) {
      LoopPlan.Operand operand = plan.operands().get(i);
      Data value = values[operand.node()];
      arrays[i] = operand.packing() == null ? value.array : packed(value, operand.packing());
      offsets[i] = operand.offset();
    }
    if (Workers.pays(plan.work(), WORTH_SPLITTING)) {
      split(plan, arrays, offsets);
    } else {
      run(plan.body(), new Frame(plan, arrays, offsets));
    }
  }

  private static Object[] packed(Data value, LoopPlan.Packing packing) {
    return value.packed(packing, () -> Packer.tiles(value, packing));
  }

  private static void run(Step[] steps, Frame frame) {
    for (Step step : steps) {
      step.run(frame);
    }
  }

  /** The body for some of the indices of a loop. */
  public static void loop(Step.Loop loop, int from, int to, Frame frame) {
    move(loop.moving(), loop.strides(), from, frame);
    for (int index = from; index < to; index++) {
      frame.coordinates[loop.axis()] = index;
      run(loop.body(), frame);
      move(loop.moving(), loop.strides(), 1, frame);
    }
    move(loop.moving(), loop.strides(), -to, frame);
  }

  /** The body for some of the rows of a loop over rows. */
  static void rows(Step.Rows rows, int from, int to, Frame frame) {
    int step = rows.inATile();
    move(rows.moving(), rows.strides(), from, frame);
    for (int row = from; row < to; row += step) {
      frame.moveToRows(Math.min(step, to - row), rows.length());
      run(rows.body(), frame);
      move(rows.moving(), rows.strides(), step, frame);
    }
    move(rows.moving(), rows.strides(), -(from + (to - from + step - 1) / step * step), frame);
    frame.endOfTiles();
  }

  public static void move(int[] moving, int[] strides, int steps, Frame frame) {
    for (int i = 0; i < moving.length; i++) {
      frame.offsets[moving[i]] += steps * strides[i];
    }
  }

  /** The body for all tiles, block by block where they are reduced. */
  static void tiles(Step.Tiles tiles, Frame frame) {
    int block = Step.Tiles.BLOCK;
    if (tiles.reductions().isEmpty() || tiles.extent() <= block) {
      tiles(tiles, 0, tiles.extent(), frame);
      return;
    }
    Object[] totals = null;
    for (int start = 0; start < tiles.extent(); start += block) {
      reset(tiles.reductions(), frame);
      tiles(tiles, start, Math.min(tiles.extent(), start + block), frame);
      Object[] results = accumulators(tiles.reductions(), frame);
      if (totals == null) {
        totals = copies(results);
      } else {
        merge(tiles.reductions(), totals, results);
      }
    }
    install(tiles.reductions(), totals, frame);
  }

  private static void tiles(Step.Tiles tiles, int from, int to, Frame frame) {
    for (int start = from; start < to; start += Loops.TILE) {
      frame.moveToTile(start, to);
      if (frame.lanes == frame.padded || tiles.reductions().isEmpty()) {
        run(tiles.body(), frame);
      } else {
        saveTails(tiles.reductions(), frame);
        run(tiles.body(), frame);
        restoreTails(tiles.reductions(), frame);
      }
    }
    frame.endOfTiles();
  }

  /** Puts aside the accumulators beyond the end of the lanes, where garbage is about to be added. */
  private static void saveTails(List<Step.Accumulator> reductions, Frame frame) {
    int length = frame.padded - frame.lanes;
    for (Step.Accumulator reduction : reductions) {
      System.arraycopy(
          frame.tile(reduction.accumulator()), frame.lanes, frame.tail(reduction.accumulator()), 0, length);
      if (reduction.kind().isIndex()) {
        System.arraycopy(frame.tile(reduction.at()), frame.lanes, frame.tail(reduction.at()), 0, length);
      }
    }
  }

  private static void restoreTails(List<Step.Accumulator> reductions, Frame frame) {
    int length = frame.padded - frame.lanes;
    for (Step.Accumulator reduction : reductions) {
      System.arraycopy(
          frame.tail(reduction.accumulator()), 0, frame.tile(reduction.accumulator()), frame.lanes, length);
      if (reduction.kind().isIndex()) {
        System.arraycopy(frame.tail(reduction.at()), 0, frame.tile(reduction.at()), frame.lanes, length);
      }
    }
  }

  // ---- partial results of blocks ----

  private static void reset(List<Step.Accumulator> reductions, Frame frame) {
    for (Step.Accumulator reduction : reductions) {
      Storage.fill(
          reduction.dtype(), frame.tile(reduction.accumulator()), 0, frame.width, reduction.kind().neutral);
    }
  }

  /** The accumulators, and the indices where there are any, as they are in registers. */
  private static Object[] accumulators(List<Step.Accumulator> reductions, Frame frame) {
    Object[] accumulators = new Object[2 * reductions.size()];
    for (int i = 0; i < reductions.size(); i++) {
      Step.Accumulator reduction = reductions.get(i);
      accumulators[2 * i] = frame.tile(reduction.accumulator());
      accumulators[2 * i + 1] = reduction.kind().isIndex() ? frame.tile(reduction.at()) : null;
    }
    return accumulators;
  }

  private static Object[] copies(Object[] accumulators) {
    Object[] copies = new Object[accumulators.length];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = accumulators[i] == null ? null : Storage.copyOf(accumulators[i], Loops.TILE);
    }
    return copies;
  }

  private static void merge(List<Step.Accumulator> reductions, Object[] totals, Object[] block) {
    for (int i = 0; i < reductions.size(); i++) {
      Step.Accumulator reduction = reductions.get(i);
      Reducing.Kind kind = reduction.kind();
      if (kind.isIndex()) {
        Extrema.step(
            kind == Reducing.Kind.ARG_MAX, block[2 * i], (int[]) block[2 * i + 1], totals[2 * i],
            (int[]) totals[2 * i + 1], Loops.TILE);
      } else {
        kind.combine.apply(reduction.dtype(), totals[2 * i], block[2 * i], totals[2 * i], Loops.TILE);
      }
    }
  }

  private static void install(List<Step.Accumulator> reductions, Object[] totals, Frame frame) {
    for (int i = 0; i < reductions.size(); i++) {
      Step.Accumulator reduction = reductions.get(i);
      System.arraycopy(totals[2 * i], 0, frame.tile(reduction.accumulator()), 0, Loops.TILE);
      if (reduction.kind().isIndex()) {
        System.arraycopy(totals[2 * i + 1], 0, frame.tile(reduction.at()), 0, Loops.TILE);
      }
    }
  }

  // ---- several threads ----

  /** Every part runs the instructions before the split itself, in a frame of its own. */
  private static void split(LoopPlan plan, Object[] arrays, int[] offsets) {
    Step[] body = plan.body();
    int at = 0;
    while (at < body.length && body[at] instanceof Instruction) {
      at++;
    }
    int outer = at;
    if (at < body.length && body[at] instanceof Step.Tiles tiles && !tiles.reductions().isEmpty()) {
      splitBlocks(plan, tiles, outer, arrays, offsets);
    } else if (at == body.length - 1 && body[at] instanceof Step.Tiles tiles && tiles.extent() > Loops.TILE) {
      int count = (tiles.extent() + Loops.TILE - 1) / Loops.TILE;
      Workers.split(count, (from, to) -> {
        Frame frame = new Frame(plan, arrays, offsets);
        instructions(body, outer, frame);
        tiles(tiles, from * Loops.TILE, Math.min(tiles.extent(), to * Loops.TILE), frame);
      });
    } else if (at == body.length - 1 && body[at] instanceof Step.Rows rows && rows.extent() > rows.inATile()) {
      int step = rows.inATile();
      Workers.split((rows.extent() + step - 1) / step, (from, to) -> {
        Frame frame = new Frame(plan, arrays, offsets);
        instructions(body, outer, frame);
        rows(rows, from * step, Math.min(rows.extent(), to * step), frame);
      });
    } else if (at == body.length - 1 && body[at] instanceof Step.Loop loop && loop.extent() > 1) {
      Workers.split(loop.extent(), (from, to) -> {
        Frame frame = new Frame(plan, arrays, offsets);
        instructions(body, outer, frame);
        loop(loop, from, to, frame);
      });
    } else {
      run(body, new Frame(plan, arrays, offsets));
    }
  }

  private static void splitBlocks(LoopPlan plan, Step.Tiles tiles, int outer, Object[] arrays, int[] offsets) {
    int block = Step.Tiles.BLOCK;
    int count = (tiles.extent() + block - 1) / block;
    Object[][] results = new Object[count][];
    Workers.split(count, (from, to) -> {
      Frame frame = new Frame(plan, arrays, offsets);
      instructions(plan.body(), outer, frame);
      for (int i = from; i < to; i++) {
        reset(tiles.reductions(), frame);
        tiles(tiles, i * block, (int) Math.min(tiles.extent(), (i + 1L) * block), frame);
        results[i] = copies(accumulators(tiles.reductions(), frame));
      }
    });
    Frame frame = new Frame(plan, arrays, offsets);
    instructions(plan.body(), outer, frame);
    Object[] totals = results[0];
    for (int i = 1; i < count; i++) {
      merge(tiles.reductions(), totals, results[i]);
    }
    install(tiles.reductions(), totals, frame);
    for (int i = outer + 1; i < plan.body().length; i++) {
      plan.body()[i].run(frame);
    }
  }

  private static void instructions(Step[] body, int count, Frame frame) {
    for (int i = 0; i < count; i++) {
      body[i].run(frame);
    }
  }
}
