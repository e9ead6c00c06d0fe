package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.kernel.BinaryLoops;
import dev.gradlet.kernel.Casts;
import dev.gradlet.kernel.ComparisonLoops;
import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Selections;
import dev.gradlet.kernel.UnaryLoops;
import dev.gradlet.kernel.Windows;

/** Instructions that compute one value from the values of the same lane. */
public final class Apply {
  private Apply() {}

  /** @param output to which the result is written at once where kernels can; −1 for none */
  public record One(UnaryLoops op, DType dtype, int to, int x, boolean uniform, int output) implements Instruction {
    public One(UnaryLoops op, DType dtype, int to, int x, boolean uniform) {
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
      return op.label().equals("square")
          ? code.apply(dtype, uniform, to, "mul", x, x)
          : code.apply(dtype, uniform, to, op.label(), x);
    }

    @Override
    public String toString() {
      return "r" + to + " = " + op.label() + " r" + x;
    }
  }

  /** With {@code to} among the operands this is an accumulation. */
  public record Two(BinaryLoops op, DType dtype, int to, int a, int b, boolean uniform, int output)
      implements Instruction {
    public Two(BinaryLoops op, DType dtype, int to, int a, int b, boolean uniform) {
      this(op, dtype, to, a, b, uniform, -1);
    }

    @Override
    public void run(Frame f) {
      int n = uniform ? UNIFORM : f.padded;
      Windows.Binary loop = dtype == DType.FLOAT32 ? op.windows(n) : null;
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
      return register == to ? new Two(op, dtype, to, a, b, uniform, target) : this;
    }

    @Override
    public boolean lower(LaneCode code) {
      return code.apply(dtype, uniform, to, op.label(), a, b);
    }

    @Override
    public String toString() {
      return "r" + to + " = " + op.label() + " r" + a + " r" + b;
    }
  }

  /**
   * The same with one operand a number: one for all lanes, or one for each row.
   *
   * @param rowLength the lanes of a row; 0 for one number
   */
  public record WithNumber(
      BinaryLoops op, DType dtype, int to, int x, int number, boolean numberIsLeft, int rowLength, int output)
      implements Instruction {
    public WithNumber(BinaryLoops op, DType dtype, int to, int x, int number, boolean numberIsLeft, int rowLength) {
      this(op, dtype, to, x, number, numberIsLeft, rowLength, -1);
    }

    @Override
    public void run(Frame f) {
      if (rowLength > 0) {
        op.applyRows((float[]) f.tile(x), (float[]) f.tile(number), numberIsLeft, rowLength, f.rows,
            (float[]) f.result(to));
        return;
      }
      Windows.Number loop = dtype == DType.FLOAT32 ? op.windowsWithNumber(numberIsLeft, f.padded) : null;
      if (loop == null) {
        op.applyNumber(dtype, f.tile(x), f.tile(number), numberIsLeft, f.result(to), f.padded);
        return;
      }
      float c = ((float[]) f.tile(number))[0];
      float[] from = f.floats(x);
      int fromAt = f.at(x);
      float[] y = f.result(to, output);
      loop.apply(from, fromAt, c, y, f.at(to), f.padded);
    }

    @Override
    public Instruction writing(int register, int target) {
      return register == to && rowLength == 0
          ? new WithNumber(op, dtype, to, x, number, numberIsLeft, rowLength, target)
          : this;
    }

    @Override
    public boolean lower(LaneCode code) {
      return code.applyNumber(dtype, to, op.label(), x, number, numberIsLeft, rowLength);
    }

    @Override
    public String toString() {
      String lanes = "r" + x;
      String c = (rowLength > 0 ? "row's r" : "one of r") + number;
      return "r" + to + " = " + op.label() + " " + (numberIsLeft ? c + " " + lanes : lanes + " " + c);
    }
  }

  public record Compare(ComparisonLoops op, DType dtype, int to, int a, int b, boolean uniform)
      implements Instruction {
    @Override
    public void run(Frame f) {
      int n = uniform ? UNIFORM : f.padded;
      Object left = f.tile(a);
      Object right = f.tile(b);
      op.apply(dtype, left, right, (boolean[]) f.result(to), n);
    }

    @Override
    public String toString() {
      return "r" + to + " = " + op.label() + " r" + a + " r" + b;
    }
  }

  public record Choose(DType dtype, int to, int mask, int a, int b, boolean uniform) implements Instruction {
    @Override
    public void run(Frame f) {
      int n = uniform ? UNIFORM : f.padded;
      boolean[] m = (boolean[]) f.tile(mask);
      Object left = f.tile(a);
      Object right = f.tile(b);
      Object y = f.result(to);
      Selections kernels = Kernels.selections(n);
      switch (dtype) {
        case FLOAT32 -> kernels.select(m, (float[]) left, (float[]) right, (float[]) y, n);
        case FLOAT64 -> kernels.select(m, (double[]) left, (double[]) right, (double[]) y, n);
        case INT32 -> kernels.select(m, (int[]) left, (int[]) right, (int[]) y, n);
        case BOOL -> kernels.select(m, (boolean[]) left, (boolean[]) right, (boolean[]) y, n);
      }
    }

    @Override
    public String toString() {
      return "r" + to + " = where r" + mask + " r" + a + " r" + b;
    }
  }

  /** a where x is above a number (or NaN), another number elsewhere: a comparison and a selection in one pass. */
  public record KeepAbove(int to, int x, int bound, boolean nan, int a, int other) implements Instruction {
    @Override
    public void run(Frame f) {
      float least = ((float[]) f.tile(bound))[0];
      float rest = ((float[]) f.tile(other))[0];
      Kernels.selections(f.padded).keepAbove(
          (float[]) f.tile(x), least, nan, (float[]) f.tile(a), rest, (float[]) f.result(to), f.padded);
    }

    @Override
    public boolean lower(LaneCode code) {
      return code.keepAbove(to, x, bound, nan, a, other);
    }

    @Override
    public String toString() {
      return "r" + to + " = r" + a + " where r" + x + " > one of r" + bound + (nan ? " or NaN" : "") + ", else one of r" + other;
    }
  }

  /** A number where x equals the number of its row, another one elsewhere: what places one element in each row. */
  public record SelectEqual(int to, int x, int number, int equal, int other, int length) implements Instruction {
    @Override
    public void run(Frame f) {
      float a = ((float[]) f.tile(equal))[0];
      float b = ((float[]) f.tile(other))[0];
      Kernels.selections(f.padded).selectEqual(
          (int[]) f.tile(x), (int[]) f.tile(number), a, b, length, f.rows, (float[]) f.result(to));
    }

    @Override
    public String toString() {
      return "r" + to + " = one of r" + equal + " where r" + x + " = row's r" + number + ", else one of r" + other;
    }
  }

  public record Convert(DType dtype, int to, int x, boolean uniform) implements Instruction {
    @Override
    public void run(Frame f) {
      Casts.cast(f.tile(x), f.result(to), uniform ? UNIFORM : f.padded);
    }

    @Override
    public String toString() {
      return "r" + to + " = " + dtype + " r" + x;
    }
  }

  /** A number in every lane. */
  public record Fill(int to, DType dtype, double value) implements Instruction {
    @Override
    public void run(Frame f) {
      Storage.fill(dtype, f.result(to), 0, f.width, value);
    }

    @Override
    public String toString() {
      return "r" + to + " = " + value;
    }
  }

  /** A uniform register's value in every lane. */
  public record Widen(int to, int from, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      f.fill(dtype, f.result(to), 0, f.padded, f.tile(from), 0);
    }

    @Override
    public String toString() {
      return "r" + to + " = one of r" + from;
    }
  }

  /** The value of each row in all its lanes. */
  public record WidenRows(int to, int from, int length, DType dtype) implements Instruction {
    @Override
    public void run(Frame f) {
      Object values = f.tile(from);
      Object y = f.result(to);
      for (int row = 0; row < f.rows; row++) {
        f.fill(dtype, y, row * length, length, values, row);
      }
    }

    @Override
    public String toString() {
      return "r" + to + " = row's r" + from + " widened";
    }
  }
}
