package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.kernel.BinaryLoops;
import dev.gradlet.kernel.Casts;
import dev.gradlet.kernel.ComparisonLoops;
import dev.gradlet.kernel.Indexed;
import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Loops;
import dev.gradlet.kernel.UnaryLoops;
import dev.gradlet.kernel.Windows;
import java.util.Arrays;

/**
 * One tight loop over the lanes of a tile, from registers to a register. A register that does not vary along the lane
 * is {@code uniform}: its first {@link #UNIFORM} lanes hold the same value, which is as short as a kernel runs.
 */
public sealed interface Instruction extends Step {
  int UNIFORM = 64;

  /** So many lanes rounded up to what kernels take. */
  static int padded(int lanes) {
    return (lanes + UNIFORM - 1) & -UNIFORM;
  }

  /** If the result goes to that register: the same, but it is written to an output at once, where kernels can. */
  default Instruction writing(int register, int output) {
    return this;
  }

  /** Reads the lanes of an operand, which are adjacent in its array: where kernels can, as a window of that. */
  record Load(int to, int operand, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      if (f.hasWindow(operand)) {
        f.setWindow(to, operand);
      } else {
        System.arraycopy(f.arrays[operand], f.offsets[operand] + f.start, f.result(to), 0, f.lanes);
      }
    }
  }

  /** Reads the lanes of an operand that lies in rows, row by row. */
  record LoadRows(int to, int operand, LoopPlan.Rows rows, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      if (rows.stride() != 0 && rows.stride() != 1) {
        Frame.copyRows(Math.max(1, f.lanes / rows.length()), rows.length(), f.arrays[operand], f.offsets[operand],
            rows.rowStride(), rows.stride(), f.result(to), 0, rows.length(), 1);
        return;
      }
      Object array = f.arrays[operand];
      Object register = f.result(to);
      int row = f.start / rows.length();
      int from = f.start % rows.length();
      for (int lane = 0; lane < f.lanes; row++) {
        int count = Math.min(rows.length() - from, f.lanes - lane);
        int offset = f.offsets[operand] + row * rows.rowStride();
        if (rows.stride() == 1) {
          System.arraycopy(array, offset + from, register, lane, count);
        } else {
          f.fill(dtype, register, lane, count, array, offset);
        }
        lane += count;
        from = 0;
      }
    }
  }

  /** A packed operand lies in tiles of its own: reading one is taking it as the register. */
  record Take(int to, int operand, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      f.set(to, ((Object[]) f.arrays[operand])[f.offsets[operand] + f.start / Loops.TILE], 0);
    }
  }

  /** Reads an operand that has one value for each row. */
  record LoadRowValues(int to, int operand, int rowStride) implements Instruction {
    @Override
    public void run(Frame f) {
      Frame.copyRows(f.rows, 1, f.arrays[operand], f.offsets[operand], rowStride, 0, f.result(to), 0, 1, 0);
    }
  }

  /** Reads an operand that has one value for all lanes. */
  record LoadUniform(int to, int operand, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      f.fill(dtype, f.result(to), 0, UNIFORM, f.arrays[operand], f.offsets[operand]);
    }
  }

  /** Reads an operand at places that indices give: at i·laneStride + Σ index[i]·stride. */
  record Lookup(int to, int operand, int laneStride, int[] indices, int[] strides, DType dtype, boolean uniform)
      implements Instruction {
    @Override
    public void run(Frame f) {
      int offset = f.offsets[operand] + f.start * laneStride;
      int[] index = (int[]) f.tile(indices[0]);
      int stride = strides[0];
      if (indices.length > 1) {
        index = f.places(indices, strides, uniform ? 1 : f.lanes);
        stride = 1;
      }
      if (uniform) {
        f.fill(dtype, f.result(to), 0, UNIFORM, f.arrays[operand], offset + index[0] * stride);
      } else {
        Indexed.lookup(f.arrays[operand], offset, laneStride, index, stride, f.result(to), f.lanes);
      }
    }
  }

  /**
   * The same in a tile of rows, at Σ row·rowStride + lane·laneStride too; length 1 for one value for each row.
   */
  record LookupRows(
      int to, int operand, int length, int rowStride, int laneStride, int[] indices, int[] strides)
      implements Instruction {
    @Override
    public void run(Frame f) {
      int n = length == 1 ? f.rows : f.lanes / length * length;
      int[] places = f.places(indices, strides, n);
      for (int i = 0; i < n; i++) {
        places[i] += i / length * rowStride + i % length * laneStride;
      }
      Indexed.lookup(f.arrays[operand], f.offsets[operand], 0, places, 1, f.result(to), n);
    }
  }

  /** Repeats the value of each row in all its lanes. */
  record WidenRows(int to, int from, int length, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      Folding.widenRows(dtype, f.tile(from), length, f.rows, f.result(to));
    }
  }

  /** A value for each row: the reduction of its lanes. Where all rows are alike, that of the first for all lanes. */
  record FoldRows(Reducing.Kind kind, DType dtype, int to, int from, int length, boolean uniform)
      implements Instruction {
    @Override
    public void run(Frame f) {
      Object x = f.array(from);
      int at = f.at(from);
      Object y = f.result(to);
      Folding.foldRows(kind, dtype, x, at, length, uniform ? 1 : f.rows, y);
      if (uniform) {
        f.fill(dtype, y, 0, UNIFORM, y, 0);
      }
    }
  }

  /** Adds the rows of a tile, one after the other, to a sum for each lane of a row. */
  record AddRows(DType dtype, int sum, int from, int length) implements Instruction {
    @Override
    public void run(Frame f) {
      Folding.addRows(dtype, f.tile(sum), f.tile(from), length, f.rows);
    }
  }

  /** Repeats a uniform register in every lane. */
  record Widen(int to, int from, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      f.fill(dtype, f.result(to), 0, f.padded, f.tile(from), 0);
    }
  }

  /** Sets every lane to a number. */
  record Fill(int to, DType dtype, double value) implements Instruction {
    @Override
    public void run(Frame f) {
      Storage.fill(dtype, f.result(to), 0, f.width, value);
    }
  }

  /** @param output to which the result is written at once where kernels can; −1 for none */
  record Apply1(UnaryLoops op, DType dtype, int to, int x, boolean uniform, int output) implements Instruction {
    public Apply1(UnaryLoops op, DType dtype, int to, int x, boolean uniform) {
      this(op, dtype, to, x, uniform, -1);
    }

    @Override
    public void run(Frame f) {
      int n = uniform ? UNIFORM : f.padded;
      Windows.Unary loop = dtype == DType.FLOAT32 ? op.windows() : null;
      if (loop != null) {
        float[] from = f.floats(x);
        int fromAt = f.at(x);
        float[] y = f.result(to, output);
        loop.apply(from, fromAt, y, f.at(to), n);
        return;
      }
      op.apply(dtype, f.tile(x), f.result(to), n);
    }

    @Override
    public Instruction writing(int register, int target) {
      return register == to ? new Apply1(op, dtype, to, x, uniform, target) : this;
    }
  }

  /** With {@code to} among the operands this is an accumulation. */
  record Apply2(BinaryLoops op, DType dtype, int to, int a, int b, boolean uniform, int output) implements Instruction {
    public Apply2(BinaryLoops op, DType dtype, int to, int a, int b, boolean uniform) {
      this(op, dtype, to, a, b, uniform, -1);
    }

    @Override
    public void run(Frame f) {
      int n = uniform ? UNIFORM : f.padded;
      Windows.Binary loop = dtype == DType.FLOAT32 ? op.windows() : null;
      if (loop == null) {
        op.apply(dtype, f.tile(a), f.tile(b), f.result(to), n);
        return;
      }
      float[] left = f.floats(a);
      int leftAt = f.at(a);
      float[] right = f.floats(b);
      int rightAt = f.at(b);
      float[] y = f.result(to, output);
      loop.apply(left, leftAt, right, rightAt, y, f.at(to), n);
    }

    @Override
    public Instruction writing(int register, int target) {
      return register == to ? new Apply2(op, dtype, to, a, b, uniform, target) : this;
    }
  }

  /** The same with one operand uniform: a number. */
  record ApplyNumber(BinaryLoops op, DType dtype, int to, int x, int number, boolean left, int output)
      implements Instruction {
    public ApplyNumber(BinaryLoops op, DType dtype, int to, int x, int number, boolean left) {
      this(op, dtype, to, x, number, left, -1);
    }

    @Override
    public void run(Frame f) {
      if (dtype == DType.FLOAT64) {
        double c = ((double[]) f.tile(number))[0];
        op.doublesWithNumber(left).apply((double[]) f.tile(x), c, (double[]) f.result(to), f.padded);
        return;
      }
      float c = ((float[]) f.tile(number))[0];
      Windows.Number loop = op.windowsWithNumber(left);
      if (loop == null) {
        op.floatsWithNumber(left).apply((float[]) f.tile(x), c, (float[]) f.result(to), f.padded);
        return;
      }
      float[] from = f.floats(x);
      int fromAt = f.at(x);
      float[] y = f.result(to, output);
      loop.apply(from, fromAt, c, y, f.at(to), f.padded);
    }

    @Override
    public Instruction writing(int register, int target) {
      return register == to ? new ApplyNumber(op, dtype, to, x, number, left, target) : this;
    }
  }

  /** The same with one operand that has a value for each row of {@code length} lanes. */
  record ApplyRowNumber(BinaryLoops op, int to, int x, int number, boolean left, int length) implements Instruction {
    @Override
    public void run(Frame f) {
      float[] tile = (float[]) f.tile(x);
      op.floatsWithRowNumber(left).apply(tile, (float[]) f.tile(number), length, f.rows, (float[]) f.result(to));
    }
  }

  /** A product added to a sum, or subtracted from it, in one pass; b may be uniform: a number. */
  record AddProduct(boolean minus, DType dtype, int sum, int a, int b, boolean number) implements Instruction {
    @Override
    public void run(Frame f) {
      Object s = f.tile(sum);
      Object x = f.tile(a);
      Object y = f.tile(b);
      if (dtype == DType.FLOAT32) {
        Kernels.get().addProduct(minus, (float[]) s, (float[]) x, (float[]) y, number, f.padded);
      } else {
        Kernels.get().addProduct(minus, (double[]) s, (double[]) x, (double[]) y, number, f.padded);
      }
    }
  }

  /** A squared difference (a − b)² added to a sum in one pass; b may be uniform: a number. */
  record AddSquare(DType dtype, int sum, int a, int b, boolean number) implements Instruction {
    @Override
    public void run(Frame f) {
      Object s = f.tile(sum);
      Object x = f.tile(a);
      Object y = f.tile(b);
      if (dtype == DType.FLOAT32) {
        Kernels.get().addSquare((float[]) s, (float[]) x, (float[]) y, number, f.padded);
      } else {
        Kernels.get().addSquare((double[]) s, (double[]) x, (double[]) y, number, f.padded);
      }
    }
  }

  record Compare(ComparisonLoops op, DType dtype, int to, int a, int b, boolean uniform) implements Instruction {
    @Override
    public void run(Frame f) {
      int n = uniform ? UNIFORM : f.padded;
      Object left = f.tile(a);
      Object right = f.tile(b);
      op.apply(dtype, left, right, (boolean[]) f.result(to), n);
    }
  }

  record Choose(DType dtype, int to, int mask, int a, int b, boolean uniform) implements Instruction {
    @Override
    public void run(Frame f) {
      int n = uniform ? UNIFORM : f.padded;
      boolean[] m = (boolean[]) f.tile(mask);
      Object left = f.tile(a);
      Object right = f.tile(b);
      Object y = f.result(to);
      switch (dtype) {
        case FLOAT32 -> Kernels.get().select(m, (float[]) left, (float[]) right, (float[]) y, n);
        case FLOAT64 -> Kernels.get().select(m, (double[]) left, (double[]) right, (double[]) y, n);
        case INT32 -> Kernels.get().select(m, (int[]) left, (int[]) right, (int[]) y, n);
        case BOOL -> Kernels.get().select(m, (boolean[]) left, (boolean[]) right, (boolean[]) y, n);
      }
    }
  }

  /** a where x is above a number, another number elsewhere: a comparison and a selection in one pass. */
  record KeepAbove(int to, int x, int bound, int a, int other) implements Instruction {
    @Override
    public void run(Frame f) {
      float least = ((float[]) f.tile(bound))[0];
      float rest = ((float[]) f.tile(other))[0];
      Kernels.get().keepAbove(
          (float[]) f.tile(x), least, (float[]) f.tile(a), rest, (float[]) f.result(to), f.padded);
    }
  }

  /** A number where x equals the number of its row, another one elsewhere: what places one element in each row. */
  record SelectEqual(int to, int x, int number, int equal, int other, int length) implements Instruction {
    @Override
    public void run(Frame f) {
      float a = ((float[]) f.tile(equal))[0];
      float b = ((float[]) f.tile(other))[0];
      Kernels.get().selectEqual(
          (int[]) f.tile(x), (int[]) f.tile(number), a, b, length, f.rows, (float[]) f.result(to));
    }
  }

  record Convert(DType dtype, int to, int x, boolean uniform) implements Instruction {
    @Override
    public void run(Frame f) {
      Casts.cast(f.tile(x), f.result(to), uniform ? UNIFORM : f.padded);
    }
  }

  /** Where x beats the best so far, it becomes the best and the index of the axis its place. */
  record Argument(boolean largest, DType dtype, int x, int best, int at, int axis, boolean uniform)
      implements Instruction {
    @Override
    public void run(Frame f) {
      Extrema.step(
          largest, f.tile(x), f.coordinates[axis], f.tile(best), (int[]) f.tile(at),
          uniform ? UNIFORM : f.padded);
    }
  }

  /** The same where the axis is the lane, so that every lane has an index of its own. */
  record LaneArgument(boolean largest, int x, int best, int at) implements Instruction {
    @Override
    public void run(Frame f) {
      Extrema.step(largest, f.tile(x), f.laneIndices(), f.tile(best), (int[]) f.tile(at), f.padded);
    }
  }

  /** The partial results of the lanes to one, uniform, by a halving tree; of an index to the first of the best. */
  record Fold(Accumulator reduction, int extent) implements Instruction {
    @Override
    public void run(Frame f) {
      int count = Math.min(extent, Loops.TILE);
      Object accumulator = f.tile(reduction.accumulator());
      if (reduction.kind().isIndex()) {
        int[] at = (int[]) f.tile(reduction.at());
        int best = Extrema.best(reduction.kind() == Reducing.Kind.ARG_MAX, accumulator, at, count);
        Arrays.fill(at, 0, UNIFORM, best);
      } else {
        Folding.fold(reduction.kind(), reduction.dtype(), accumulator, count);
      }
    }
  }

  /** Sets the indices to those of the lanes of the first tile. */
  record FirstIndices(int to) implements Instruction {
    @Override
    public void run(Frame f) {
      Arrays.setAll((int[]) f.result(to), i -> i);
    }
  }

  /** Writes the lanes to an output. */
  record Store(int operand, int from, int laneStride, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      int offset = f.offsets[operand] + f.start * laneStride;
      if (laneStride == 1) {
        f.store(from, f.arrays[operand], offset);
      } else {
        f.scatter(f.tile(from), f.arrays[operand], offset, laneStride);
      }
    }
  }

  /** Writes the lanes of a tile of rows to an output; length 1 for one value for each row. */
  record StoreRows(int operand, int from, int length, int rowStride, int laneStride) implements Instruction {
    @Override
    public void run(Frame f) {
      Frame.copyRows(f.rows, length, f.tile(from), 0, length, 1, f.arrays[operand], f.offsets[operand], rowStride,
          laneStride);
    }
  }

  /** Writes one value to an output. */
  record StoreUniform(int operand, int from) implements Instruction {
    @Override
    public void run(Frame f) {
      System.arraycopy(f.tile(from), 0, f.arrays[operand], f.offsets[operand], 1);
    }
  }
}
