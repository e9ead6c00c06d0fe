package dev.gradlet.engine.run;

import dev.gradlet.DType;

/** Instructions that write outputs. */
public final class Store {
  private Store() {}

  /** Stores the lanes of a register. */
  public record Lanes(int operand, int from, int laneStride, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      int offset = f.offsets[operand] + f.start * laneStride;
      if (laneStride == 1) {
        f.store(from, f.arrays[operand], offset);
      } else {
        Frame.copyRows(1, f.lanes, f.tile(from), 0, 0, 1, f.arrays[operand], offset, 0, laneStride);
      }
    }

    @Override
    public boolean isPass() {
      return false;
    }

    @Override
    public boolean lower(LaneCode code) {
      return laneStride == 1 && code.store(dtype, operand, from);
    }

    @Override
    public String toString() {
      return "m" + operand + " = r" + from;
    }
  }

  /** Stores the lanes of a tile of rows. */
  public record Rows(int operand, int from, int length, int rowStride, int laneStride) implements Instruction {
    @Override
    public void run(Frame f) {
      Frame.copyRows(f.rows, length, f.tile(from), 0, length, 1, f.arrays[operand], f.offsets[operand], rowStride,
          laneStride);
    }

    @Override
    public String toString() {
      return "m" + operand + " = rows of r" + from;
    }
  }

  /**
   * Stores a number, or a number for each row.
   *
   * @param rowStride the stride from one row to the next
   */
  public record Uniform(int operand, Input from, int rowStride) implements Instruction {
    @Override
    public void run(Frame f) {
      Object values = f.tile(from.register());
      if (from.isRow()) {
        Frame.copyRows(f.rows, 1, values, 0, 1, 0, f.arrays[operand], f.offsets[operand], rowStride, 0);
      } else {
        System.arraycopy(values, 0, f.arrays[operand], f.offsets[operand], 1);
      }
    }

    @Override
    public String toString() {
      return "m" + operand + " = " + from;
    }
  }
}
