package dev.gradlet.kernel;

import dev.gradlet.DType;
import dev.gradlet.kernel.Loops.DoubleCompare;
import dev.gradlet.kernel.Loops.FloatCompare;
import dev.gradlet.kernel.Loops.IntCompare;

/** The loops of a comparison, one for each type that is compared. */
public final class ComparisonLoops {
  private final String label;
  private final Provider<FloatCompare> floats;
  private final DoubleCompare doubles;
  private final Provider<IntCompare> ints;

  public ComparisonLoops(String label, FloatCompare floats, DoubleCompare doubles, IntCompare ints) {
    this.label = label;
    this.floats = new Provider<>(floats, () -> VectorMasks.FLOATS_BY_LABEL.get(label), ComparisonLoops::tryOut);
    this.doubles = doubles;
    this.ints = new Provider<>(ints, () -> VectorMasks.INTS_BY_LABEL.get(label), ComparisonLoops::tryOut);
  }

  private static void tryOut(FloatCompare loop) {
    loop.apply(Warmup.X, Warmup.X, Warmup.MASK, Warmup.LANES);
  }

  private static void tryOut(IntCompare loop) {
    loop.apply(Warmup.INTS, Warmup.INTS, Warmup.MASK, Warmup.LANES);
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
