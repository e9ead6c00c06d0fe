package dev.gradlet;

import dev.gradlet.kernel.Casts;
import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Loops;
import java.util.Arrays;

/**
 * One tight loop over the lanes of a tile, from registers to a register. A register that does not vary along the lane is
 * {@code uniform}: its first {@link #UNIFORM} lanes hold the same value, which is as short as a kernel runs.
 */
sealed interface Instruction extends Step {
  int UNIFORM = 64;

  void run(Frame frame);

  /** Reads the lanes of an operand, which are adjacent in its array. */
  record Load(int to, int operand) implements Instruction {
    @Override
    public void run(Frame f) {
      System.arraycopy(f.arrays[operand], f.offsets[operand] + f.start, f.registers[to], 0, f.lanes);
    }
  }

  /** Reads an operand that has one value for all lanes; a wide register gets it in every lane. */
  record LoadUniform(int to, int operand, DType dtype, boolean wide) implements Instruction {
    @Override
    public void run(Frame f) {
      f.fill(dtype, f.registers[to], wide ? f.padded : UNIFORM, f.arrays[operand], f.offsets[operand]);
    }
  }

  /** Repeats a uniform register in every lane. */
  record Widen(int to, int from, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      f.fill(dtype, f.registers[to], f.padded, f.registers[from], 0);
    }
  }

  /** Sets every lane to a number. */
  record Fill(int to, DType dtype, double value) implements Instruction {
    @Override
    public void run(Frame f) {
      dtype.fill(f.registers[to], 0, Loops.TILE, value);
    }
  }

  record Apply1(Unary op, DType dtype, int to, int x, boolean uniform) implements Instruction {
    @Override
    public void run(Frame f) {
      int n = uniform ? UNIFORM : f.padded;
      switch (dtype) {
        case FLOAT32 -> op.floats.apply((float[]) f.registers[x], (float[]) f.registers[to], n);
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

  record Compare(Comparison op, DType dtype, int to, int a, int b, boolean uniform) implements Instruction {
    @Override
    public void run(Frame f) {
      int n = uniform ? UNIFORM : f.padded;
      boolean[] mask = (boolean[]) f.registers[to];
      switch (dtype) {
        case FLOAT32 -> op.floats.apply((float[]) f.registers[a], (float[]) f.registers[b], mask, n);
        case FLOAT64 -> op.onDoubles.apply((double[]) f.registers[a], (double[]) f.registers[b], mask, n);
        default -> op.ints.apply((int[]) f.registers[a], (int[]) f.registers[b], mask, n);
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

  /** Accumulates over the lanes: those beyond the end of the axis count as the neutral element. */
  record AccumulateLanes(LaneReduction reduction, int x, int spare) implements Instruction {
    @Override
    public void run(Frame f) {
      Object source = f.registers[x];
      if (f.lanes < f.padded) {
        source = f.registers[spare];
        System.arraycopy(f.registers[x], 0, source, 0, f.lanes);
        reduction.dtype().fill(source, f.lanes, f.padded - f.lanes, reduction.kind().neutral());
      }
      Object accumulator = f.registers[reduction.accumulator()];
      if (reduction.kind().isIndex()) {
        Extrema.step(
            reduction.kind() == Reduction.Kind.ARG_MAX, source, f.laneIndices(), accumulator,
            (int[]) f.registers[reduction.at()], f.padded);
      } else {
        reduction.kind().combine.apply(reduction.dtype(), accumulator, source, accumulator, f.padded);
      }
    }
  }

  /** The partial results of the lanes to one, uniform, by a halving tree; of an index to the first of the best. */
  record Fold(LaneReduction reduction, int extent) implements Instruction {
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

  /** Writes one value to an output. */
  record StoreUniform(int operand, int from) implements Instruction {
    @Override
    public void run(Frame f) {
      System.arraycopy(f.registers[from], 0, f.arrays[operand], f.offsets[operand], 1);
    }
  }
}
