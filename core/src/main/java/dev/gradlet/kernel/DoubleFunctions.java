package dev.gradlet.kernel;

/** Functions of doubles that {@link StrictMath} has otherwise. */
public final class DoubleFunctions {
  private DoubleFunctions() {}

  /** y = aᵇ. */
  public static void pow(double[] a, double[] b, double[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = pow(a[i], b[i]);
  }

  /** IEEE 754: 1 to any power is 1, NaN included; −1 to an infinite one is 1. {@code StrictMath} has NaN for both. */
  static double pow(double a, double b) {
    return a == 1 || (a == -1 && Double.isInfinite(b)) ? 1 : StrictMath.pow(a, b);
  }
}
