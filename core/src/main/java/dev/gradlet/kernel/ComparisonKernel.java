package dev.gradlet.kernel;

import dev.gradlet.DType;

/** A comparison: a loop for each type that is compared. */
public final class ComparisonKernel {
  private final String label;
  private final Provider<Loops.Comparison<float[]>> floats;
  private final Loops.Comparison<double[]> doubles;
  private final Provider<Loops.Comparison<int[]>> ints;

  public ComparisonKernel(
      String label, Loops.Comparison<float[]> floats, Loops.Comparison<double[]> doubles,
      Loops.Comparison<int[]> ints) {
    this.label = label;
    this.floats = new Provider<>(floats, () -> VectorMasks.FLOATS_BY_LABEL.get(label),
        loop -> loop.apply(Warmup.X, Warmup.X, Warmup.MASK, Warmup.LANES));
    this.doubles = doubles;
    this.ints = new Provider<>(ints, () -> VectorMasks.INTS_BY_LABEL.get(label),
        loop -> loop.apply(Warmup.INTS, Warmup.INTS, Warmup.MASK, Warmup.LANES));
  }

  public String label() {
    return label;
  }

  public void apply(DType dtype, Object a, Object b, boolean[] mask, int n) {
    switch (dtype) {
      case FLOAT32 -> floats.of(n).apply((float[]) a, (float[]) b, mask, n);
      case FLOAT64 -> doubles.apply((double[]) a, (double[]) b, mask, n);
      default -> ints.of(n).apply((int[]) a, (int[]) b, mask, n);
    }
  }
}
