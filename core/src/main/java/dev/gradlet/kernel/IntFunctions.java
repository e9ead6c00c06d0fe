package dev.gradlet.kernel;

/** Functions of ints, modulo 2³² as all their arithmetic. */
public final class IntFunctions {
  private IntFunctions() {}

  /** y = aᵇ; for a negative exponent 1/aⁿ without its fraction, and 0 for a = 0. */
  public static void pow(int[] a, int[] b, int[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = b[i] >= 0 ? pow(a[i], b[i]) : a[i] == 1 || a[i] == -1 ? pow(a[i], b[i] & 1) : 0;
  }

  /** By squaring. */
  private static int pow(int a, int b) {
    int y = 1;
    for (int base = a, rest = b; rest > 0; rest >>= 1) {
      y *= (rest & 1) != 0 ? base : 1;
      base *= base;
    }
    return y;
  }
}
