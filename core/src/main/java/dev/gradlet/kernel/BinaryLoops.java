package dev.gradlet.kernel;

import dev.gradlet.DType;
import dev.gradlet.kernel.Loops.DoubleBinary;
import dev.gradlet.kernel.Loops.FloatBinary;
import dev.gradlet.kernel.Loops.IntBinary;
import dev.gradlet.kernel.NumberLoops.DoubleNumber;
import dev.gradlet.kernel.NumberLoops.FloatNumber;
import dev.gradlet.kernel.RowNumberLoops.FloatRowNumber;

/**
 * The loops of an elementwise operation of two operands, one for each type in which it is computed. One of the operands
 * may be a number for all lanes, or one for each row of a tile, where the arithmetic of that label has loops for it.
 */
public final class BinaryLoops {
  private final String label;
  private final FloatBinary floats;
  private final DoubleBinary doubles;
  private final IntBinary ints;
  /** As all loops on windows null where the chosen kernels have none. */
  private final Windows.Binary windows;

  private final Side right;
  private final Side left;

  /** The loops with a number on one side; null where there are none. */
  private static final class Side {
    final FloatNumber floats;
    final DoubleNumber doubles;
    final Windows.Number windows;
    final FloatRowNumber plainRows;
    final FloatRowNumber rows;

    Side(String label, boolean left) {
      this.floats = NumberLoops.floats(label, left);
      this.doubles = NumberLoops.doubles(label, left);
      this.windows = Kernels.chosen().number(label, left);
      this.plainRows = RowNumberLoops.floats(label, left);
      this.rows = Kernels.chosen().rowNumber(label, left, plainRows);
    }
  }

  /** @param ints null where integers are first converted to floats */
  public BinaryLoops(String label, FloatBinary floats, DoubleBinary doubles, IntBinary ints) {
    this.label = label;
    this.floats = floats;
    this.doubles = doubles;
    this.ints = ints;
    this.windows = Kernels.chosen().binary(label);
    this.right = new Side(label, false);
    this.left = new Side(label, true);
  }

  public String label() {
    return label;
  }

  public boolean takeInts() {
    return ints != null;
  }

  /** The loop on tiles. */
  public void apply(DType dtype, Object a, Object b, Object y, int n) {
    switch (dtype) {
      case FLOAT32 -> floats.apply((float[]) a, (float[]) b, (float[]) y, n);
      case FLOAT64 -> doubles.apply((double[]) a, (double[]) b, (double[]) y, n);
      default -> ints.apply((int[]) a, (int[]) b, (int[]) y, n);
    }
  }

  /** The loop on windows of floats, or null where that on tiles computes. */
  public Windows.Binary windows() {
    return Kernels.areWarm() ? windows : null;
  }

  /** Whether there are loops with one number for all lanes. */
  public boolean takeNumber() {
    return right.floats != null;
  }

  /** The loop with one number for all lanes, on the left or on the right. */
  public FloatNumber floatsWithNumber(boolean onLeft) {
    return side(onLeft).floats;
  }

  public DoubleNumber doublesWithNumber(boolean onLeft) {
    return side(onLeft).doubles;
  }

  /** The loop on windows of floats with one number, or null where that on tiles computes. */
  public Windows.Number windowsWithNumber(boolean onLeft) {
    return Kernels.areWarm() ? side(onLeft).windows : null;
  }

  /** Whether there is a loop with a number for each row on that side. */
  public boolean takeRowNumber(boolean onLeft) {
    return side(onLeft).plainRows != null;
  }

  /** The loop with a number for each row, on the left or on the right. */
  public FloatRowNumber floatsWithRowNumber(boolean onLeft) {
    return Kernels.areWarm() ? side(onLeft).rows : side(onLeft).plainRows;
  }

  private Side side(boolean onLeft) {
    return onLeft ? left : right;
  }
}
