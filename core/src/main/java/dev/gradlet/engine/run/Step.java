package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.kernel.Loops;
import java.util.List;

/**
 * A step of a {@link LoopPlan}. The lane axis is not a loop: inside {@link Tiles}, an instruction means "for every lane
 * of the tile". Only the other axes nest, and an instruction stands at the level at which its operands change.
 */
public interface Step {

  void run(Frame frame);

  /** Appends the lines of this step in a printed plan. */
  void print(String indent, StringBuilder text);

  static void print(Step[] steps, String indent, StringBuilder text) {
    for (Step step : steps) {
      step.print(indent, text);
    }
  }

  /**
   * Runs the body for every index of an axis.
   *
   * @param moving the operands that move along the axis
   * @param strides how far each of them moves in a step
   */
  record Loop(int axis, int extent, int[] moving, int[] strides, Step[] body) implements Parted {
    @Override
    public int parts() {
      return extent;
    }

    @Override
    public void run(int from, int to, Frame frame) {
      LoopRunner.loop(this, from, to, frame);
    }

    @Override
    public void print(String indent, StringBuilder text) {
      text.append(indent).append("for a").append(axis).append(" < ").append(extent).append('\n');
      Step.print(body, indent + "  ", text);
    }
  }

  /** A step that consists of parts, the indices of an axis or tiles, and can run for some of them. */
  interface Parted extends Step {
    int parts();

    void run(int from, int to, Frame frame);

    @Override
    default void run(Frame frame) {
      run(0, parts(), frame);
    }
  }

  /**
   * Adds a long sum over an axis chunk by chunk. The sums of the chunks are combined in a cascade, of which
   * {@link Accumulate.Collect} takes the result.
   */
  record Chunked(Parted body, int extent, int chunk, List<Accumulator> sums) implements Step {
    @Override
    public void run(Frame frame) {
      int from = 0;
      while (from < extent) {
        int to = from + Math.min(chunk, extent - from);
        body.run(from, to, frame);
        frame.longSums().endChunk(sums);
        from = to;
      }
    }

    @Override
    public void print(String indent, StringBuilder text) {
      text.append(indent).append("by ").append(chunk).append('\n');
      body.print(indent + "  ", text);
    }
  }

  /**
   * Runs the body for every tile of the lane axis.
   *
   * @param reductions the accumulators of reductions over the lanes. They are reduced block by block, so that the order
   *     of the additions depends on the extent alone, and blocks may run on several threads
   */
  record Tiles(int extent, List<Accumulator> reductions, Step[] body) implements Parted {
    /** The lanes of a block: each lane adds 4 terms. Fewer would cost more time, more would lose precision. */
    static final int BLOCK = 4 * Loops.TILE;

    int blocks() {
      return (int) ((extent - 1L) / BLOCK + 1);
    }

    @Override
    public int parts() {
      return Loops.tiles(extent);
    }

    @Override
    public void run(int from, int to, Frame frame) {
      LoopRunner.tiles(this, from * Loops.TILE, (int) Math.min(extent, (long) to * Loops.TILE), frame);
    }

    @Override
    public void run(Frame frame) {
      LoopRunner.tiles(this, frame);
    }

    @Override
    public void print(String indent, StringBuilder text) {
      text.append(indent).append("for tiles of ").append(extent).append(" lanes\n");
      Step.print(body, indent + "  ", text);
    }
  }

  /**
   * Runs the body for tiles of as many whole rows as fit. The lanes of a tile are those of its rows, row after row;
   * values that each row has one of are in the first lanes of a register.
   *
   * @param axis the axis along which the {@code extent} rows follow each other
   * @param length the lanes of a row
   * @param moving the operands that move along the axis
   * @param strides how far each of them moves from one row to the next
   */
  record RowTiles(int axis, int extent, int length, int[] moving, int[] strides, Step[] body) implements Parted {
    @Override
    public int parts() {
      return (extent - 1) / inATile() + 1;
    }

    @Override
    public void run(int from, int to, Frame frame) {
      LoopRunner.rows(this, from * inATile(), (int) Math.min(extent, (long) to * inATile()), frame);
    }

    @Override
    public void print(String indent, StringBuilder text) {
      text.append(indent).append("for rows a").append(axis).append(" < ").append(extent).append(" of ").append(length)
          .append(" lanes\n");
      Step.print(body, indent + "  ", text);
    }

    int inATile() {
      return inATile(length);
    }

    /** How many rows of that length fit in a tile. */
    public static int inATile(int length) {
      return Math.max(1, Math.min(Instruction.UNIFORM, Loops.TILE / length));
    }
  }

  /**
   * The register in which a reduction accumulates a result for each lane.
   *
   * @param at the register of the indices for argMin and argMax, else −1
   */
  record Accumulator(Reducing.Kind kind, DType dtype, int accumulator, int at) {
    /** The register of the result: the indices for argMin and argMax. */
    public int result() {
      return kind.isIndex() ? at : accumulator;
    }
  }
}
