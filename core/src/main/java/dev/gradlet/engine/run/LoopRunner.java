package dev.gradlet.engine.run;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.kernel.Loops;
import java.util.List;

/**
 * Interprets a {@link LoopPlan} tile by tile: a tile's registers stay in the L1 cache, and each instruction is one
 * tight loop that HotSpot compiled long ago. This is the vectorised execution of NumExpr and DuckDB.
 *
 * <p>Large loops are split over threads at their outermost level: tiles, blocks of tiles that are reduced, or the
 * indices of a loop. The parts that are combined never depend on the number of threads, so neither do the bits.
 */
public final class LoopRunner {
  /** The fewest element operations for which a second thread pays. */
  private static final long WORTH_SPLITTING = 1 << 21;

  /** About the least number of parts that the blocks of a reduction are split into. */
  private static final int UNITS = 64;

  private LoopRunner() {}

  public static void run(LoopPlan plan, Data[] values) {
    int n = plan.operands().size();
    Object[] arrays = new Object[n];
    int[] offsets = new int[n];
    for (int i = 0; i < n; i++) {
      LoopPlan.Operand operand = plan.operands().get(i);
      Data value = values[operand.node()];
      boolean inPlace = operand.packing() == null;
      arrays[i] = inPlace ? value.array : packed(value, operand.packing());
      offsets[i] = operand.offset() + (inPlace ? value.view.offset() : 0);
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

  /** Runs the body of a loop for the indices [from, to). */
  public static void loop(Step.Loop loop, int from, int to, Frame frame) {
    move(loop.moving(), loop.strides(), from, frame);
    for (int index = from; index < to; index++) {
      frame.coordinates[loop.axis()] = index;
      run(loop.body(), frame);
      move(loop.moving(), loop.strides(), 1, frame);
    }
    move(loop.moving(), loop.strides(), -to, frame);
  }

  /** Runs the body of a loop over rows for the rows [from, to). */
  static void rows(Step.RowTiles rows, int from, int to, Frame frame) {
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

  /** Runs the body for all tiles; block by block if they are reduced. */
  static void tiles(Step.Tiles tiles, Frame frame) {
    if (tiles.reductions().isEmpty() || tiles.extent() <= Step.Tiles.BLOCK) {
      tiles(tiles, 0, tiles.extent(), frame);
    } else {
      Cascade blocks = frame.blocks(tiles.reductions());
      blocks(tiles, 0, tiles.blocks(), blocks, frame);
      blocks.collect(frame);
    }
  }

  /** Reduces the blocks [from, to) of the tiles. */
  private static void blocks(Step.Tiles tiles, int from, int to, Cascade results, Frame frame) {
    for (int block = from; block < to; block++) {
      Cascade.reset(tiles.reductions(), frame);
      int start = block * Step.Tiles.BLOCK;
      tiles(tiles, start, start + Math.min(Step.Tiles.BLOCK, tiles.extent() - start), frame);
      results.push(frame);
    }
  }

  /** Runs the body for the tiles of the lanes [from, to). */
  static void tiles(Step.Tiles tiles, int from, int to, Frame frame) {
    for (int tile = 0; tile < Loops.tiles(to - from); tile++) {
      frame.moveToTile(from + tile * Loops.TILE, to);
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

  /** Saves the accumulators' lanes beyond the end, to which the last tile is about to add garbage. */
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

  // ---- several threads ----

  /** Every part has a frame of its own, and runs the instructions before the split itself. */
  private static void split(LoopPlan plan, Object[] arrays, int[] offsets) {
    Step[] body = plan.body();
    int at = 0;
    while (at < body.length && body[at] instanceof Instruction) {
      at++;
    }
    int outer = at;
    if (at < body.length && body[at] instanceof Step.Tiles tiles && !tiles.reductions().isEmpty()) {
      splitBlocks(plan, tiles, outer, arrays, offsets);
    } else if (at == body.length - 1 && body[at] instanceof Step.Parted whole && whole.parts() > 1) {
      Workers.split(whole.parts(), (from, to) -> {
        Frame frame = new Frame(plan, arrays, offsets);
        instructions(body, outer, frame);
        whole.run(from, to, frame);
      });
    } else {
      run(body, new Frame(plan, arrays, offsets));
    }
  }

  /** Combines 2ᵏ blocks at a time, so that few results have to be kept for the others. */
  private static void splitBlocks(LoopPlan plan, Step.Tiles tiles, int outer, Object[] arrays, int[] offsets) {
    int blocks = tiles.blocks();
    int together = Math.max(1, Integer.highestOneBit(blocks / UNITS));
    Object[][] results = new Object[(blocks + together - 1) / together][];
    Workers.split(results.length, (from, to) -> {
      Frame frame = new Frame(plan, arrays, offsets);
      instructions(plan.body(), outer, frame);
      for (int i = from; i < to; i++) {
        Cascade unit = new Cascade(tiles.reductions());
        blocks(tiles, i * together, Math.min(blocks - i * together, together) + i * together, unit, frame);
        results[i] = unit.result();
      }
    });
    Frame frame = new Frame(plan, arrays, offsets);
    instructions(plan.body(), outer, frame);
    Cascade all = new Cascade(tiles.reductions());
    for (Object[] result : results) {
      all.push(result);
    }
    all.collect(frame);
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
