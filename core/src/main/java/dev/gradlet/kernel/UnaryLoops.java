package dev.gradlet.kernel;

import dev.gradlet.DType;
import dev.gradlet.kernel.Loops.DoubleUnary;
import dev.gradlet.kernel.Loops.FloatUnary;
import dev.gradlet.kernel.Loops.IntUnary;

/** The loops of an elementwise operation of one operand, one for each type in which it is computed. */
public final class UnaryLoops {
  private final String label;
  private final FloatUnary floats;
  /** Null where the chosen kernels have none. */
  private final Windows.Unary windows;

  private final DoubleUnary doubles;
  private final IntUnary ints;

  /** @param ints null where integers are first converted to floats */
  public UnaryLoops(String label, FloatUnary floats, DoubleUnary doubles, IntUnary ints) {
    this.label = label;
    this.floats = floats;
    this.windows = Kernels.chosen().unary(label);
    this.doubles = doubles;
    this.ints = ints;
  }

  public String label() {
    return label;
  }

  public boolean takeInts() {
    return ints != null;
  }

  /** The loop on windows of floats, or null where that on tiles computes. */
  public Windows.Unary windows() {
    return Kernels.areWarm() ? windows : null;
  }

  /** The loop on tiles. */
  public void apply(DType dtype, Object x, Object y, int n) {
    switch (dtype) {
      case FLOAT32 -> floats.apply((float[]) x, (float[]) y, n);
      case FLOAT64 -> doubles.apply((double[]) x, (double[]) y, n);
      default -> ints.apply((int[]) x, (int[]) y, n);
    }
  }
}
