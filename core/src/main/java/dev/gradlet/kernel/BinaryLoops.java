package dev.gradlet.kernel;

import dev.gradlet.DType;
import dev.gradlet.kernel.Loops.DoubleBinary;
import dev.gradlet.kernel.Loops.FloatBinary;
import dev.gradlet.kernel.Loops.IntBinary;
import dev.gradlet.kernel.NumberLoops.DoubleNumber;
import dev.gradlet.kernel.NumberLoops.FloatNumber;
import java.util.Arrays;

/**
 * The loops of an elementwise operation of two operands, one for each type in which it is computed. One of the operands
 * may be a number for all lanes, or one for each row of a tile, where {@link NumberLoops} has loops of that label.
 */
public final class BinaryLoops {
  private final String label;
  private final FloatBinary floats;
  private final DoubleBinary doubles;
  private final IntBinary ints;
  private final Provider<Windows.Binary> windows;
  private final Side right;
  private final Side left;

  /** The loops with a number on one side; null where there are none. */
  private static final class Side {
    final FloatNumber floats;
    final DoubleNumber doubles;
    final Provider<Windows.Number> windows;

    Side(String label, boolean left) {
      this.floats = NumberLoops.floats(label, left);
      this.doubles = NumberLoops.doubles(label, left);
      this.windows = new Provider<>(null, () -> VectorNumberLoops.of(label, left), this::tryOut);
    }

    private void tryOut(Windows.Number vectors) {
      if (vectors == null) {
        floats.apply(Warmup.X, 1, Warmup.Y, Warmup.LANES);
      } else {
        vectors.apply(Warmup.X, 0, 1, Warmup.Y, 0, Warmup.LANES);
      }
    }
  }

  /** @param ints null where integers are first converted to floats */
  public BinaryLoops(String label, FloatBinary floats, DoubleBinary doubles, IntBinary ints) {
    this.label = label;
    this.floats = floats;
    this.doubles = doubles;
    this.ints = ints;
    this.windows = new Provider<>(null, () -> VectorLoops.BINARY.get(label), this::tryOut);
    this.right = new Side(label, false);
    this.left = new Side(label, true);
  }

  private void tryOut(Windows.Binary vectors) {
    if (vectors == null) {
      floats.apply(Warmup.X, Warmup.X, Warmup.Y, Warmup.LANES);
    } else {
      vectors.apply(Warmup.X, 0, Warmup.X, 0, Warmup.Y, 0, Warmup.LANES);
    }
  }

  public String label() {
    return label;
  }

  public boolean takeInts() {
    return ints != null;
  }

  /** Whether there are loops with one number for all lanes, or for each row. */
  public boolean takeNumber() {
    return right.floats != null;
  }

  /** The loop on tiles. */
  public void apply(DType dtype, Object a, Object b, Object y, int n) {
    switch (dtype) {
      case FLOAT32 -> floats.apply((float[]) a, (float[]) b, (float[]) y, n);
      case FLOAT64 -> doubles.apply((double[]) a, (double[]) b, (double[]) y, n);
      default -> ints.apply((int[]) a, (int[]) b, (int[]) y, n);
    }
  }

  /** The loop on tiles with one number for all lanes, the first element of c, on the left or on the right. */
  public void applyNumber(DType dtype, Object x, Object c, boolean onLeft, Object y, int n) {
    if (dtype == DType.FLOAT32) {
      side(onLeft).floats.apply((float[]) x, ((float[]) c)[0], (float[]) y, n);
    } else {
      side(onLeft).doubles.apply((double[]) x, ((double[]) c)[0], (double[]) y, n);
    }
  }

  /** y[i] = x[i] ∘ c[r], or c[r] ∘ x[i], for all lanes i of each row r, one row after the other. */
  public void applyRows(float[] x, float[] c, boolean onLeft, int length, int rows, float[] y) {
    applyRows(windowsWithNumber(onLeft, length * rows), x, c, onLeft, length, rows, y);
  }

  void applyRows(Windows.Number row, float[] x, float[] c, boolean onLeft, int length, int rows, float[] y) {
    if (row != null) {
      for (int r = 0; r < rows; r++) row.apply(x, r * length, c[r], y, r * length, length);
      return;
    }
    float[] numbers = Scratch.mine().s;
    for (int r = 0; r < rows; r++) Arrays.fill(numbers, r * length, (r + 1) * length, c[r]);
    floats.apply(onLeft ? numbers : x, onLeft ? x : numbers, y, length * rows);
  }

  /** The loop on windows of floats, for so many lanes, or null where that on tiles computes. */
  public Windows.Binary windows(int n) {
    return windows.of(n / Provider.CHEAP);
  }

  /** The same with one number. */
  public Windows.Number windowsWithNumber(boolean onLeft, int n) {
    return side(onLeft).windows.of(n / Provider.CHEAP);
  }

  private Side side(boolean onLeft) {
    return onLeft ? left : right;
  }
}
