package dev.gradlet.kernel;

import dev.gradlet.DType;

/** An elementwise operation of one operand: a loop for each type in which it is computed. */
public final class UnaryKernel implements ElementwiseKernel {
  private final String label;
  private final Loops.Unary<float[]> floats;
  private final Loops.Unary<double[]> doubles;
  private final Loops.Unary<int[]> ints;
  private final Provider<Windows.Unary> windows;

  /** @param ints null where integers are first converted to floats */
  public UnaryKernel(
      String label, Loops.Unary<float[]> floats, Loops.Unary<double[]> doubles, Loops.Unary<int[]> ints) {
    this.label = label;
    this.floats = floats;
    this.doubles = doubles;
    this.ints = ints;
    this.windows = new Provider<>(null, () -> VectorArithmetic.unary(label), this::tryOut);
  }

  private void tryOut(Windows.Unary vectors) {
    if (vectors == null) {
      floats.apply(Warmup.X, Warmup.Y, Warmup.LANES);
    } else {
      vectors.apply(Warmup.X, 0, Warmup.Y, 0, Warmup.LANES);
    }
  }

  @Override
  public String label() {
    return label;
  }

  public boolean takeInts() {
    return ints != null;
  }

  /** The loop on windows of floats, for so many lanes, or null where that on tiles computes. */
  public Windows.Unary windows(int n) {
    return windows.of(n);
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
