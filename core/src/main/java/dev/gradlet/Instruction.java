package dev.gradlet;

import dev.gradlet.kernel.Casts;
import dev.gradlet.kernel.Indexed;
import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Loops;
import java.util.Arrays;

/**
 * One tight loop over the lanes of a tile, from registers to a register. A register that does not vary along the lane
 * is {@code uniform}: its first {@link #UNIFORM} lanes hold the same value, which is as short as a kernel runs.
 */
sealed interface Instruction extends Step {
  int UNIFORM = 64;

  /** Reads the lanes of an operand, which are adjacent in its array. */
  record Load(int to, int operand) implements Instruction {
    @Override
    public void run(Frame f) {
      System.arraycopy(f.arrays[operand], f.offsets[operand] + f.start, f.registers[to], 0, f.lanes);
    }
  }

  /** Reads the lanes of an operand that lies in rows, row by row. */
  record LoadRows(int to, int operand, LoopPlan.Rows rows, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      if (rows.stride() != 0 && rows.stride() != 1) {
        Frame.copyRows(Math.max(1, f.lanes / rows.length()), rows.length(), f.arrays[operand], f.offsets[operand],
            rows.rowStride(), rows.stride(), f.registers[to], 0, rows.length(), 1);
        return;
      }
      Object array = f.arrays[operand];
      Object register = f.registers[to];
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
  record Take(int to, int operand) implements Instruction {
    @Override
    public void run(Frame f) {
      f.registers[to] = ((Object[]) f.arrays[operand])[f.offsets[operand] + f.start / Loops.TILE];
    }
  }

  /** Reads an operand that has one value for each row. */
  record LoadRowValues(int to, int operand, int rowStride) implements Instruction {
    @Override
    public void run(Frame f) {
      Frame.copyRows(f.rows, 1, f.arrays[operand], f.offsets[operand], rowStride, 0, f.registers[to], 0, 1, 0);
    }
  }

  /** Reads an operand that has one value for all lanes. */
  record LoadUniform(int to, int operand, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      f.fill(dtype, f.registers[to], 0, UNIFORM, f.arrays[operand], f.offsets[operand]);
    }
  }

  /** Reads an operand at places that indices give: at i·laneStride + Σ index[i]·stride. */
  record Lookup(int to, int operand, int laneStride, int[] indices, int[] strides, DType dtype, boolean uniform)
      implements Instruction {
    @Override
    public void run(Frame f) {
      int offset = f.offsets[operand] + f.start * laneStride;
      int[] index = (int[]) f.registers[indices[0]];
      int stride = strides[0];
      if (indices.length > 1) {
        index = f.places(indices, strides, uniform ? 1 : f.lanes);
        stride = 1;
      }
      if (uniform) {
        f.fill(dtype, f.registers[to], 0, UNIFORM, f.arrays[operand], offset + index[0] * stride);
      } else {
        Indexed.lookup(f.arrays[operand], offset, laneStride, index, stride, f.registers[to], f.lanes);
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
      Indexed.lookup(f.arrays[operand], f.offsets[operand], 0, places, 1, f.registers[to], n);
    }
  }

  /** Repeats the value of each row in all its lanes. */
  record WidenRows(int to, int from, int length, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      Folding.widenRows(dtype, f.registers[from], length, f.rows, f.registers[to]);
    }
  }

  /** A value for each row: the reduction of its lanes. Where all rows are alike, that of the first for all lanes. */
  record FoldRows(Reduction.Kind kind, DType dtype, int to, int from, int length, boolean uniform)
      implements Instruction {
    @Override
    public void run(Frame f) {
      Folding.foldRows(kind, dtype, f.registers[from], length, uniform ? 1 : f.rows, f.registers[to]);
      if (uniform) {
        f.fill(dtype, f.registers[to], 0, UNIFORM, f.registers[to], 0);
      }
    }
  }

  /** Adds the rows of a tile, one after the other, to a sum for each lane of a row. */
  record AddRows(DType dtype, int sum, int from, int length) implements Instruction {
    @Override
    public void run(Frame f) {
      Folding.addRows(dtype, f.registers[sum], f.registers[from], length, f.rows);
    }
  }

  /** Repeats a uniform register in every lane. */
  record Widen(int to, int from, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      f.fill(dtype, f.registers[to], 0, f.padded, f.registers[from], 0);
    }
  }

  /** Sets every lane to a number. */
  record Fill(int to, DType dtype, double value) implements Instruction {
    @Override
    public void run(Frame f) {
      dtype.fill(f.registers[to], 0, f.width, value);
    }
  }

  record Apply1(Unary op, DType dtype, int to, int x, boolean uniform) implements Instruction {
    @Override
    public void run(Frame f) {
      int n = uniform ? UNIFORM : f.padded;
      switch (dtype) {
        case FLOAT32 -> op.floats().apply((float[]) f.registers[x], (float[]) f.registers[to], n);
        case FLOAT64 -> op.onDoubles.apply((double[]) f.registers[x], (double[]) f.registers[to], n);
        default -> op.onInts.apply((int[]) f.registers[x], (int[]) f.registers[to], n);
      }
    }
  }

  /** With {@code to} among the operands this is an accumulation. */
  record Apply2(Binary op, DType dtype, int to, int a, int b, boolean uniform) implements Instruction {
    @Override
    public void run(Frame f) {
      int n = uniform ? UNIFORM : f.padded;
      op.apply(dtype, f.registers[a], f.registers[b], f.registers[to], n);
    }
  }

  /** The same with one operand uniform: a number. */
  record ApplyNumber(Binary op, DType dtype, int to, int x, int number, boolean left) implements Instruction {
    @Override
    public void run(Frame f) {
      Object c = f.registers[number];
      if (dtype == DType.FLOAT32) {
        op.floats(left).apply((float[]) f.registers[x], ((float[]) c)[0], (float[]) f.registers[to], f.padded);
      } else {
        (left ? op.doublesLeft : op.doublesRight)
            .apply((double[]) f.registers[x], ((double[]) c)[0], (double[]) f.registers[to], f.padded);
      }
    }
  }

  /** The same with one operand that has a value for each row of {@code length} lanes. */
  record ApplyRowNumber(Binary op, int to, int x, int number, boolean left, int length) implements Instruction {
    @Override
    public void run(Frame f) {
      float[] tile = (float[]) f.registers[x];
      op.rows(left).apply(tile, (float[]) f.registers[number], length, f.rows, (float[]) f.registers[to]);
    }
  }

  /** A product added to a sum, or subtracted from it, in one pass; b may be uniform: a number. */
  record AddProduct(boolean minus, DType dtype, int sum, int a, int b, boolean number) implements Instruction {
    @Override
    public void run(Frame f) {
      Object s = f.registers[sum];
      Object x = f.registers[a];
      Object y = f.registers[b];
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
      Object s = f.registers[sum];
      Object x = f.registers[a];
      Object y = f.registers[b];
      if (dtype == DType.FLOAT32) {
        Kernels.get().addSquare((float[]) s, (float[]) x, (float[]) y, number, f.padded);
      } else {
        Kernels.get().addSquare((double[]) s, (double[]) x, (double[]) y, number, f.padded);
      }
    }
  }

  record Compare(Comparison op, DType dtype, int to, int a, int b, boolean uniform) implements Instruction {
    @Override
    public void run(Frame f) {
      int n = uniform ? UNIFORM : f.padded;
      boolean[] mask = (boolean[]) f.registers[to];
      switch (dtype) {
        case FLOAT32 -> op.floats().apply((float[]) f.registers[a], (float[]) f.registers[b], mask, n);
        case FLOAT64 -> op.onDoubles.apply((double[]) f.registers[a], (double[]) f.registers[b], mask, n);
        default -> op.ints().apply((int[]) f.registers[a], (int[]) f.registers[b], mask, n);
      }
    }
  }

  record Choose(DType dtype, int to, int mask, int a, int b, boolean uniform) implements Instruction {
    @Override
    public void run(Frame f) {
      int n = uniform ? UNIFORM : f.padded;
      boolean[] m = (boolean[]) f.registers[mask];
      Object left = f.registers[a];
      Object right = f.registers[b];
      Object y = f.registers[to];
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
      float least = ((float[]) f.registers[bound])[0];
      float rest = ((float[]) f.registers[other])[0];
      Kernels.get().keepAbove(
          (float[]) f.registers[x], least, (float[]) f.registers[a], rest, (float[]) f.registers[to], f.padded);
    }
  }

  /** A number where x equals the number of its row, another one elsewhere: what places one element in each row. */
  record SelectEqual(int to, int x, int number, int equal, int other, int length) implements Instruction {
    @Override
    public void run(Frame f) {
      float a = ((float[]) f.registers[equal])[0];
      float b = ((float[]) f.registers[other])[0];
      Kernels.get().selectEqual(
          (int[]) f.registers[x], (int[]) f.registers[number], a, b, length, f.rows, (float[]) f.registers[to]);
    }
  }

  record Convert(DType dtype, int to, int x, boolean uniform) implements Instruction {
    @Override
    public void run(Frame f) {
      Casts.cast(f.registers[x], f.registers[to], uniform ? UNIFORM : f.padded);
    }
  }

  /** Where x beats the best so far, it becomes the best and the index of the axis its place. */
  record Argument(boolean largest, DType dtype, int x, int best, int at, int axis, boolean uniform)
      implements Instruction {
    @Override
    public void run(Frame f) {
      Extrema.step(
          largest, f.registers[x], f.coordinates[axis], f.registers[best], (int[]) f.registers[at],
          uniform ? UNIFORM : f.padded);
    }
  }

  /** The same where the axis is the lane, so that every lane has an index of its own. */
  record LaneArgument(boolean largest, int x, int best, int at) implements Instruction {
    @Override
    public void run(Frame f) {
      Extrema.step(largest, f.registers[x], f.laneIndices(), f.registers[best], (int[]) f.registers[at], f.padded);
    }
  }

  /** The partial results of the lanes to one, uniform, by a halving tree; of an index to the first of the best. */
  record Fold(Accumulator reduction, int extent) implements Instruction {
    @Override
    public void run(Frame f) {
      int count = Math.min(extent, Loops.TILE);
      Object accumulator = f.registers[reduction.accumulator()];
      if (reduction.kind().isIndex()) {
        int[] at = (int[]) f.registers[reduction.at()];
        int best = Extrema.best(reduction.kind() == Reduction.Kind.ARG_MAX, accumulator, at, count);
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
      Arrays.setAll((int[]) f.registers[to], i -> i);
    }
  }

  /** Writes the lanes to an output. */
  record Store(int operand, int from, int laneStride) implements Instruction {
    @Override
    public void run(Frame f) {
      int offset = f.offsets[operand] + f.start * laneStride;
      if (laneStride == 1) {
        System.arraycopy(f.registers[from], 0, f.arrays[operand], offset, f.lanes);
      } else {
        f.scatter(f.registers[from], f.arrays[operand], offset, laneStride);
      }
    }
  }

  /** Writes the lanes of a tile of rows to an output; length 1 for one value for each row. */
  record StoreRows(int operand, int from, int length, int rowStride, int laneStride) implements Instruction {
    @Override
    public void run(Frame f) {
      Frame.copyRows(f.rows, length, f.registers[from], 0, length, 1, f.arrays[operand], f.offsets[operand], rowStride,
          laneStride);
    }
  }

  /** Writes one value to an output. */
  record StoreUniform(int operand, int from) implements Instruction {
    @Override
    public void run(Frame f) {
      System.arraycopy(f.registers[from], 0, f.arrays[operand], f.offsets[operand], 1);
    }
  }
}
