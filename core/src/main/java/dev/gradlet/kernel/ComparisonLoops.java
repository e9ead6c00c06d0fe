package dev.gradlet.kernel;

import dev.gradlet.DType;
import dev.gradlet.kernel.Loops.DoubleCompare;
import dev.gradlet.kernel.Loops.FloatCompare;
import dev.gradlet.kernel.Loops.IntCompare;

/** The loops of a comparison, one for each type that is compared. */
public final class ComparisonLoops {
  private final String label;
  private final FloatCompare plainFloats;
  private final FloatCompare floats;
  private final IntCompare plainInts;
  private final IntCompare ints;
  private final DoubleCompare doubles;

  public ComparisonLoops(String label, FloatCompare floats, DoubleCompare doubles, IntCompare ints) {
    this.label = label;
    this.plainFloats = floats;
    this.floats = Kernels.chosen().compare(label, floats);
    this.plainInts = ints;
    this.ints = Kernels.chosen().intCompare(label, ints);
    this.doubles = doubles;
  }

  public String label() {
    return label;
  }

  public void apply(DType dtype, Object a, Object b, boolean[] mask, int n) {
    boolean warm = Kernels.areWarm();
    switch (dtype) {
      case FLOAT32 -> (warm ? floats : plainFloats).apply((float[]) a, (float[]) b, mask, n);
      case FLOAT64 -> doubles.apply((double[]) a, (double[]) b, mask, n);
      default -> (warm ? ints : plainInts).apply((int[]) a, (int[]) b, mask, n);
    }
  }
}
