package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.kernel.BinaryKernel;
import dev.gradlet.kernel.BinaryKernel.Number;
import dev.gradlet.kernel.ElementwiseKernel;
import dev.gradlet.kernel.TileKernel;
import dev.gradlet.kernel.UnaryKernel;
import dev.gradlet.kernel.Windows;
import java.util.Arrays;

/** Instructions that compute one value from the values of the same lane. */
public final class Apply {
  private Apply() {}

  /**
   * Applies an operation to operands in forms that its kernel takes.
   *
   * @param dtype the dtype of the last operand
   * @param length the lanes of a row, if an operand is a number for each row; else 0
   */
  public static Instruction of(ElementwiseKernel op, DType dtype, int to, Input[] x, int length, boolean uniform) {
    if (op instanceof UnaryKernel one) {
      return new One(one, dtype, to, x[0].register(), uniform);
    } else if (op instanceof BinaryKernel two) {
      return new Two(two, dtype, to, x[0], x[1], length, uniform);
    }
    return new Many((TileKernel) op, dtype, to, x, length, uniform);
  }

  /** @param output the operand to which the result is written at once, where kernels can; −1 for none */
  public record One(UnaryKernel op, DType dtype, int to, int x, boolean uniform, int output) implements Instruction {
    public One(UnaryKernel op, DType dtype, int to, int x, boolean uniform) {
      this(op, dtype, to, x, uniform, -1);
    }

    @Override
    public void run(Frame f) {
      int n = uniform ? UNIFORM : f.padded;
      Windows.Unary loop = dtype == DType.FLOAT32 ? op.windows(n) : null;
      if (loop == null) {
        op.apply(dtype, f.tile(x), f.result(to), n);
        return;
      }
      float[] from = f.floats(x);
      int fromAt = f.at(x);
      float[] y = f.result(to, output);
      loop.apply(from, fromAt, y, f.at(to), n);
    }

    @Override
    public Instruction writing(int register, int target) {
      return register == to ? new One(op, dtype, to, x, uniform, target) : this;
    }

    @Override
    public boolean lower(LaneCode code) {
      return code.apply(dtype, uniform, to, op.label(), 0, Input.lanes(x));
    }

    @Override
    public String toString() {
      return "r" + to + " = " + op.label() + " r" + x;
    }
  }

  /**
   * With {@code to} among the operands, this accumulates. One operand may be a number, or a number for each row.
   *
   * @param length the lanes of a row, if an operand is a number for each row; else 0
   */
  public record Two(BinaryKernel op, DType dtype, int to, Input a, Input b, int length, boolean uniform, int output)
      implements Instruction {
    public Two(BinaryKernel op, DType dtype, int to, Input a, Input b, int length, boolean uniform) {
      this(op, dtype, to, a, b, length, uniform, -1);
    }

    @Override
    public void run(Frame f) {
      Number number = !a.isLanes() ? Number.FIRST : b.isLanes() ? Number.NONE : Number.SECOND;
      int x = number == Number.FIRST ? b.register() : a.register();
      int c = number == Number.FIRST ? a.register() : b.register();
      if (a.isRow() || b.isRow()) {
        op.applyRows(number, (float[]) f.tile(x), (float[]) f.tile(c), length, f.rows, (float[]) f.result(to));
        return;
      }
      int n = uniform ? UNIFORM : f.padded;
      Windows.Binary loop = dtype == DType.FLOAT32 ? op.windows(number, n) : null;
      if (loop == null) {
        op.apply(number, dtype, f.tile(x), f.tile(c), f.result(to), n);
        return;
      }
      float[] left = f.floats(x);
      int leftAt = f.at(x);
      float[] right = f.floats(c);
      int rightAt = f.at(c);
      float[] y = f.result(to, output);
      loop.apply(left, leftAt, right, rightAt, y, f.at(to), n);
    }

    @Override
    public Instruction writing(int register, int target) {
      return register == to ? new Two(op, dtype, to, a, b, length, uniform, target) : this;
    }

    @Override
    public boolean lower(LaneCode code) {
      return code.apply(dtype, uniform, to, op.label(), length, a, b);
    }

    @Override
    public String toString() {
      return "r" + to + " = " + op.label() + " " + a + " " + b;
    }
  }

  /**
   * An operation on any number of tiles.
   *
   * @param dtype the dtype of the last operand
   * @param length the lanes of a row, if an operand is a number for each row; else 0
   */
  public record Many(TileKernel op, DType dtype, int to, Input[] x, int length, boolean uniform)
      implements Instruction {
    @Override
    public void run(Frame f) {
      Object[] tiles = new Object[x.length];
      for (int i = 0; i < x.length; i++) {
        tiles[i] = f.tile(x[i].register());
      }
      boolean inRows = length > 0;
      op.apply(dtype, tiles, f.result(to), inRows ? length : uniform ? UNIFORM : f.padded, inRows ? f.rows : 1);
    }

    @Override
    public boolean lower(LaneCode code) {
      return code.apply(dtype, uniform, to, op.label(), length, x);
    }

    @Override
    public String toString() {
      return op.text("r" + to, Arrays.stream(x).map(Input::toString).toArray(String[]::new));
    }
  }

  /** Puts a number into every lane. */
  public record Fill(int to, DType dtype, double value) implements Instruction {
    @Override
    public void run(Frame f) {
      Storage.fill(dtype, f.result(to), 0, f.width, value);
    }

    @Override
    public boolean lower(LaneCode code) {
      return code.fill(dtype, to, value);
    }

    @Override
    public String toString() {
      return "r" + to + " = " + value;
    }
  }

  /** Repeats a number in every lane, or the number of each row in the row's lanes. */
  public record Widen(int to, Input from, int length, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      Object values = f.tile(from.register());
      Object y = f.result(to);
      if (from.isNumber()) {
        f.fill(dtype, y, 0, f.padded, values, 0);
        return;
      }
      for (int row = 0; row < f.rows; row++) {
        f.fill(dtype, y, row * length, length, values, row);
      }
    }

    @Override
    public String toString() {
      return "r" + to + " = " + from + (from.isNumber() ? "" : " widened");
    }
  }
}
