package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.kernel.BinaryKernel;
import dev.gradlet.kernel.Casts;
import dev.gradlet.kernel.ComparisonKernel;
import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Selections;
import dev.gradlet.kernel.UnaryKernel;
import dev.gradlet.kernel.Windows;

/** Instructions that compute one value from the values of the same lane. */
public final class Apply {
  private Apply() {}

  /** @param output to which the result is written at once where kernels can; −1 for none */
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
      return op.label().equals("square")
          ? code.apply(dtype, uniform, to, "mul", 0, Input.lanes(x), Input.lanes(x))
          : code.apply(dtype, uniform, to, op.label(), 0, Input.lanes(x));
    }

    @Override
    public String toString() {
      return "r" + to + " = " + op.label() + " r" + x;
    }
  }

  /**
   * With {@code to} among the operands this is an accumulation. One of them may be a number, or one for each row.
   *
   * @param length the lanes of a row
   */
  public record Two(BinaryKernel op, DType dtype, int to, Input a, Input b, int length, boolean uniform, int output)
      implements Instruction {
    public Two(BinaryKernel op, DType dtype, int to, Input a, Input b, int length, boolean uniform) {
      this(op, dtype, to, a, b, length, uniform, -1);
    }

    @Override
    public void run(Frame f) {
      if (a.isLanes() && b.isLanes()) {
        runLanes(f, uniform ? UNIFORM : f.padded);
      } else if (a.isLanes()) {
        runWith(f, a.register(), b, false);
      } else {
        runWith(f, b.register(), a, true);
      }
    }

    private void runLanes(Frame f, int n) {
      Windows.Binary loop = dtype == DType.FLOAT32 ? op.windows(n) : null;
      if (loop == null) {
        op.apply(dtype, f.tile(a.register()), f.tile(b.register()), f.result(to), n);
        return;
      }
      float[] left = f.floats(a.register());
      int leftAt = f.at(a.register());
      float[] right = f.floats(b.register());
      int rightAt = f.at(b.register());
      float[] y = f.result(to, output);
      loop.apply(left, leftAt, right, rightAt, y, f.at(to), n);
    }

    private void runWith(Frame f, int x, Input number, boolean first) {
      Object numbers = f.tile(number.register());
      if (!number.isNumber()) {
        op.applyRows((float[]) f.tile(x), (float[]) numbers, first, length, f.rows, (float[]) f.result(to));
        return;
      }
      Windows.Binary loop = dtype == DType.FLOAT32 ? op.windowsWithNumber(first, f.padded) : null;
      if (loop == null) {
        op.applyNumber(dtype, f.tile(x), numbers, first, f.result(to), f.padded);
        return;
      }
      float[] from = f.floats(x);
      int fromAt = f.at(x);
      float[] y = f.result(to, output);
      loop.apply(from, fromAt, (float[]) numbers, 0, y, f.at(to), f.padded);
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

  public record Compare(ComparisonKernel op, DType dtype, int to, int a, int b, boolean uniform)
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

  /** A number, or the value of each row, in all their lanes. */
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
