package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.kernel.Indexed;
import dev.gradlet.kernel.Loops;
import java.util.Arrays;

/** Instructions that read operands. */
public final class Load {
  private Load() {}

  /**
   * Loads lanes that are adjacent in the operand's array; where kernels can, the register is a window of that array. A
   * packed operand lies in tiles of its own: then the register is one of these tiles.
   */
  public record Lanes(int to, int operand, boolean packed, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      if (packed) {
        f.set(to, ((Object[]) f.arrays[operand])[f.offsets[operand] + f.start / Loops.TILE], 0);
      } else if (f.hasWindow(operand)) {
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
      return code.load(dtype, to, operand, packed);
    }

    @Override
    public String toString() {
      return "r" + to + (packed ? " = tile of m" : " = m") + operand;
    }
  }

  /** Loads the lanes of an operand that lies in rows, row by row. */
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

    /** Only if every row is the same one, and every tile begins with a row. */
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

  /**
   * Loads a number for all lanes, or a number for each row.
   *
   * @param rowStride the stride from one row to the next
   */
  public record Uniform(Input to, int operand, int rowStride, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      Object register = f.result(to.register());
      if (to.isRow()) {
        Frame.copyRows(f.rows, 1, f.arrays[operand], f.offsets[operand], rowStride, 0, register, 0, 1, 0);
      } else {
        f.fill(dtype, register, 0, UNIFORM, f.arrays[operand], f.offsets[operand]);
      }
    }

    @Override
    public boolean lower(LaneCode code) {
      return to.isNumber() && code.loadNumber(dtype, to.register(), operand);
    }

    @Override
    public String toString() {
      return "r" + to.register() + (to.isRow() ? " = row's m" : " = one of m") + operand;
    }
  }

  /**
   * Loads the elements of an operand that indices choose, those at Σ index·stride beyond the place of the lane.
   *
   * @param rows how the operand lies along rows and lanes; its length is 0 without rows, 1 for a value of each row
   * @param choices how many elements the first index chooses from
   */
  public record Lookup(
      Input to, int operand, LoopPlan.RowLayout rows, int[] indices, int[] strides, int choices, DType dtype)
      implements Instruction {
    /** What is chosen from is worth copying if each element is read so often. */
    private static final int MANY = 8;

    @Override
    public void run(Frame f) {
      int length = rows.length();
      int n = to.isNumber() ? 1 : to.isRow() ? f.rows : length == 0 ? f.lanes : f.lanes / length * length;
      boolean direct = indices.length == 1 && length == 0;
      int[] index = direct ? (int[]) f.tile(indices[0]) : f.offsetsOf(indices, strides, n);
      for (int i = 0; length > 0 && i < n; i++) {
        index[i] += i / length * rows.rowStride() + i % length * rows.stride();
      }
      int laneStride = length > 0 ? 0 : rows.stride();
      Object register = f.result(to.register());
      int from = f.offsets[operand] + f.start * laneStride;
      if (direct && laneStride == 0 && dtype == DType.FLOAT32 && choices <= n / MANY) {
        Indexed.lookupAmongFew((float[]) f.arrays[operand], from, strides[0], choices, index, (float[]) register, n);
      } else {
        Indexed.lookup(f.arrays[operand], from, laneStride, index, direct ? strides[0] : 1, register, n);
      }
      if (to.isNumber()) {
        f.fill(dtype, register, 0, UNIFORM, register, 0);
      }
    }

    @Override
    public String toString() {
      return "r" + to.register() + " = m" + operand + " at r" + Arrays.toString(indices)
          + (rows.length() > 0 ? " by row" : "");
    }
  }
}
