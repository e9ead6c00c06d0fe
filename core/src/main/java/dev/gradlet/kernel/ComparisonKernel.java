package dev.gradlet.kernel;

import dev.gradlet.DType;

/** A comparison: a loop for each type that is compared. */
public final class ComparisonKernel implements TileKernel {
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

  @Override
  public String label() {
    return label;
  }

  @Override
  public void apply(DType dtype, Object[] x, Object y, int length, int rows) {
    boolean[] mask = (boolean[]) y;
    int n = length * rows;
    switch (dtype) {
      case FLOAT32 -> floats.of(n).apply((float[]) x[0], (float[]) x[1], mask, n);
      case FLOAT64 -> doubles.apply((double[]) x[0], (double[]) x[1], mask, n);
      default -> ints.of(n).apply((int[]) x[0], (int[]) x[1], mask, n);
    }
  }
}
