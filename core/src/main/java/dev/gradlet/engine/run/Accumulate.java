package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Loops;
import dev.gradlet.kernel.Sums;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Instructions of sums and extrema: they add a term to each lane, or reduce all lanes to one value. */
public final class Accumulate {
  private Accumulate() {}

  /** A term of a sum: a b, −a b or (a − b)². */
  public enum Term {
    PRODUCT("addProduct"), NEGATED_PRODUCT("subProduct"), SQUARED_DIFFERENCE("addSquare");

    private final String label;

    Term(String label) {
      this.label = label;
    }

    private Sums.Loop loop(boolean number) {
      return this == SQUARED_DIFFERENCE
          ? Sums.Loop.ofSquare(number) : Sums.Loop.ofProduct(this == NEGATED_PRODUCT, number);
    }
  }

  /** Computes a term and adds it to a sum in one pass; b may be a number. */
  public record AddTerm(Term term, DType dtype, int sum, int a, Input b) implements Instruction {
    @Override
    public void run(Frame f) {
      Object s = f.tile(sum);
      Object x = f.tile(a);
      Object y = f.tile(b.register());
      boolean number = b.isNumber();
      boolean minus = term == Term.NEGATED_PRODUCT;
      Sums kernels = Kernels.sums(term.loop(number), f.padded);
      if (term != Term.SQUARED_DIFFERENCE && dtype == DType.FLOAT32) {
        kernels.addProduct(minus, (float[]) s, (float[]) x, (float[]) y, number, f.padded);
      } else if (term != Term.SQUARED_DIFFERENCE) {
        kernels.addProduct(minus, (double[]) s, (double[]) x, (double[]) y, number, f.padded);
      } else if (dtype == DType.FLOAT32) {
        kernels.addSquare((float[]) s, (float[]) x, (float[]) y, number, f.padded);
      } else {
        kernels.addSquare((double[]) s, (double[]) x, (double[]) y, number, f.padded);
      }
    }

    @Override
    public boolean lower(LaneCode code) {
      return code.apply(dtype, false, sum, term.label, 0, Input.lanes(sum), Input.lanes(a), b);
    }

    @Override
    public String toString() {
      return switch (term) {
        case PRODUCT -> "r" + sum + " += r" + a + " * " + b;
        case NEGATED_PRODUCT -> "r" + sum + " -= r" + a + " * " + b;
        case SQUARED_DIFFERENCE -> "r" + sum + " += square of r" + a + " - " + b;
      };
    }
  }

  /** Adds the rows of a tile, one after the other, to a sum for each lane of a row. */
  public record AddRows(DType dtype, int sum, int from, int length) implements Instruction {
    @Override
    public void run(Frame f) {
      RowReductions.addRows(dtype, f.tile(sum), f.tile(from), 0, length, f.rows);
    }

    @Override
    public boolean lower(LaneCode code) {
      return code.addRows(dtype, sum, from, length);
    }

    @Override
    public String toString() {
      return "r" + sum + " += rows of r" + from;
    }
  }

  /**
   * The same for a long sum: in chunks of so many rows, which also end with each period; the sums of the chunks are
   * combined in a cascade. {@link Collect} takes the result.
   */
  public record AddRowsInChunks(Accumulator sum, int from, int length, int chunk, long period) implements Instruction {
    @Override
    public void run(Frame f) {
      Object rows = f.tile(from);
      int done = 0;
      while (done < f.rows) {
        int count = (int) Math.min(f.rows - done, f.longSums().rowsLeft(sum, chunk, period));
        RowReductions.addRows(sum.dtype(), f.tile(sum.accumulator()), rows, done * length, length, count);
        f.longSums().countRows(sum, count, chunk, period);
        done += count;
      }
    }

    @Override
    public String toString() {
      return "r" + sum.accumulator() + " += rows of r" + from + ", by " + chunk;
    }
  }

  /** Counts the rows of a tile that were added to a long sum whose chunks end where tiles end. */
  public record EndOfRows(Accumulator sum, int chunk, long period) implements Instruction {
    @Override
    public void run(Frame f) {
      f.longSums().countRows(sum, f.rows, chunk, period);
    }

    @Override
    public String toString() {
      return "r" + sum.accumulator() + " by " + chunk;
    }
  }

  /** Takes the result of a cascade, which is empty then. */
  public record Collect(List<Accumulator> sums) implements Instruction {
    @Override
    public void run(Frame f) {
      f.longSums().cascade(sums).collect(f);
    }

    @Override
    public String toString() {
      return "r" + sums.get(0).accumulator() + " = its chunks";
    }
  }

  /**
   * Where x is better than the best so far, it becomes the best, and the current index of the axis its place.
   *
   * @param axis −1 for the lane axis, along which every lane has its own index
   */
  public record Extremum(boolean largest, DType dtype, int x, int best, int at, int axis, boolean uniform)
      implements Instruction {
    @Override
    public void run(Frame f) {
      boolean alongLane = axis < 0;
      Extrema.improve(
          largest, dtype, f.tile(x), alongLane ? f.start : f.coordinates[axis], alongLane ? 1 : 0, f.tile(best),
          (int[]) f.tile(at), uniform ? UNIFORM : f.padded);
    }

    @Override
    public boolean lower(LaneCode code) {
      return !uniform && axis >= 0 && code.extremum(largest, dtype, x, best, at, axis);
    }

    @Override
    public String toString() {
      return "r" + best + ", r" + at + " = better of r" + x + (axis < 0 ? " at its lane" : " at a" + axis);
    }
  }

  /** The indices of the lanes of the first tile. */
  public record FirstIndices(int to) implements Instruction {
    @Override
    public void run(Frame f) {
      Arrays.setAll((int[]) f.result(to), i -> i);
    }

    @Override
    public String toString() {
      return "r" + to + " = 0, 1, …";
    }
  }

  /** Reduces the lanes to one uniform value, by a halving tree; indices of extrema to the first of the best. */
  public record ReduceLanes(Accumulator reduction, int extent) implements Instruction {
    @Override
    public void run(Frame f) {
      int count = Math.min(extent, Loops.TILE);
      Object accumulator = f.tile(reduction.accumulator());
      if (reduction.kind().isIndex()) {
        int[] at = (int[]) f.tile(reduction.at());
        Arrays.fill(at, 0, UNIFORM, Extrema.best(
            reduction.kind() == Reducing.Kind.ARG_MAX, accumulator, at, count));
      } else {
        RowReductions.reduce(reduction.kind(), reduction.dtype(), accumulator, 0, count, 1, accumulator);
        f.fill(reduction.dtype(), accumulator, 0, UNIFORM, accumulator, 0);
      }
    }

    @Override
    public String toString() {
      return "r" + reduction.accumulator() + " folded";
    }
  }

  /** Reduces the lanes of each row to one value. If all rows are the same, the first one gives a uniform value. */
  public record ReduceRows(Reducing.Kind kind, DType dtype, int to, int from, int length, boolean uniform)
      implements Instruction {
    @Override
    public void run(Frame f) {
      Object x = f.array(from);
      int at = f.at(from);
      Object y = f.result(to);
      RowReductions.reduce(kind, dtype, x, at, length, uniform ? 1 : f.rows, y);
      if (uniform) {
        f.fill(dtype, y, 0, UNIFORM, y, 0);
      }
    }

    @Override
    public String toString() {
      return "r" + to + " = " + kind.toString().toLowerCase(Locale.ROOT) + " of each row of r" + from;
    }
  }
}
