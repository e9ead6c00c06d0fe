package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.kernel.Indexed;
import dev.gradlet.kernel.Loops;
import java.util.Arrays;

/** Instructions that read operands. */
public final class Load {
  private Load() {}

  /** The lanes of an operand, which are adjacent in its array: where kernels can, a window of that. */
  public record Lanes(int to, int operand, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      if (f.hasWindow(operand)) {
        f.setWindow(to, operand);
      } else {
        System.arraycopy(f.arrays[operand], f.offsets[operand] + f.start, f.result(to), 0, f.lanes);
      }
    }

    @Override
    public boolean isPass() {
      return false;
    }

    @Override
    public boolean lower(LaneCode code) {
      return code.load(dtype, to, operand);
    }

    @Override
    public String toString() {
      return "r" + to + " = m" + operand;
    }
  }

  /** The lanes of an operand that lies in rows, row by row. */
  public record Rows(int to, int operand, LoopPlan.RowLayout rows, DType dtype) implements Instruction {
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

    /** The same row again and again, where every tile begins with one. */
    @Override
    public boolean lower(LaneCode code) {
      return rows.stride() == 1 && rows.rowStride() == 0 && Loops.TILE % rows.length() == 0
          && code.loadRow(dtype, to, operand, rows.length());
    }

    @Override
    public String toString() {
      return "r" + to + " = rows of m" + operand;
    }
  }

  /** A packed operand lies in tiles of its own: reading one is taking it as the register. */
  public record Tile(int to, int operand, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      f.set(to, ((Object[]) f.arrays[operand])[f.offsets[operand] + f.start / Loops.TILE], 0);
    }

    @Override
    public boolean isPass() {
      return false;
    }

    @Override
    public boolean lower(LaneCode code) {
      return code.take(dtype, to, operand);
    }

    @Override
    public String toString() {
      return "r" + to + " = tile of m" + operand;
    }
  }

  /** An operand that has one value for all lanes. */
  public record Uniform(int to, int operand, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      f.fill(dtype, f.result(to), 0, UNIFORM, f.arrays[operand], f.offsets[operand]);
    }

    @Override
    public boolean lower(LaneCode code) {
      return code.loadNumber(dtype, to, operand);
    }

    @Override
    public String toString() {
      return "r" + to + " = one of m" + operand;
    }
  }

  /** An operand that has one value for each row. */
  public record PerRow(int to, int operand, int rowStride) implements Instruction {
    @Override
    public void run(Frame f) {
      Frame.copyRows(f.rows, 1, f.arrays[operand], f.offsets[operand], rowStride, 0, f.result(to), 0, 1, 0);
    }

    @Override
    public String toString() {
      return "r" + to + " = row's m" + operand;
    }
  }

  /** The elements of an operand that indices choose: those at i·laneStride + Σ index[i]·stride. */
  public record Lookup(
      int to, int operand, int laneStride, int[] indices, int[] strides, DType dtype, boolean uniform)
      implements Instruction {
    @Override
    public void run(Frame f) {
      int offset = f.offsets[operand] + f.start * laneStride;
      int[] index = (int[]) f.tile(indices[0]);
      int stride = strides[0];
      if (indices.length > 1) {
        index = f.offsetsOf(indices, strides, uniform ? 1 : f.lanes);
        stride = 1;
      }
      if (uniform) {
        f.fill(dtype, f.result(to), 0, UNIFORM, f.arrays[operand], offset + index[0] * stride);
      } else {
        Indexed.lookup(f.arrays[operand], offset, laneStride, index, stride, f.result(to), f.lanes);
      }
    }

    @Override
    public String toString() {
      return "r" + to + " = m" + operand + " at r" + Arrays.toString(indices);
    }
  }

  /** The same in a tile of rows, at Σ row·rowStride + lane·laneStride too; length 1 for one value for each row. */
  public record LookupRows(
      int to, int operand, int length, int rowStride, int laneStride, int[] indices, int[] strides)
      implements Instruction {
    @Override
    public void run(Frame f) {
      int n = length == 1 ? f.rows : f.lanes / length * length;
      int[] from = f.offsetsOf(indices, strides, n);
      for (int i = 0; i < n; i++) {
        from[i] += i / length * rowStride + i % length * laneStride;
      }
      Indexed.lookup(f.arrays[operand], f.offsets[operand], 0, from, 1, f.result(to), n);
    }

    @Override
    public String toString() {
      return "r" + to + " = m" + operand + " at r" + Arrays.toString(indices) + " by row";
    }
  }
}
