package dev.gradlet.kernel;

/**
 * Accumulations of what is often summed: products, and squares of differences. One pass instead of two or three, with
 * the same roundings (nothing is contracted), so with the same bits. Tiles are as {@link Loops} says.
 */
public final class SumLoops {
  private SumLoops() {}

  /** s ± a b; b is a number, its first element, where {@code number} says so. */
  public static void addProduct(boolean minus, float[] s, float[] a, float[] b, boolean number, int n) {
    if (minus && number) {
      subtractProduct(s, a, b[0], n);
    } else if (minus) {
      subtractProduct(s, a, b, n);
    } else if (number) {
      addProduct(s, a, b[0], n);
    } else {
      addProduct(s, a, b, n);
    }
  }

  /** s + (a − b)²; b is a number, its first element, where {@code number} says so. */
  public static void addSquare(float[] s, float[] a, float[] b, boolean number, int n) {
    if (number) {
      addSquare(s, a, b[0], n);
    } else {
      addSquare(s, a, b, n);
    }
  }

  private static void addProduct(float[] s, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) s[i] += a[i] * b[i];
  }

  private static void addProduct(float[] s, float[] a, float b, int n) {
    for (int i = 0; i < n; i++) s[i] += a[i] * b;
  }

  private static void subtractProduct(float[] s, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) s[i] -= a[i] * b[i];
  }

  private static void subtractProduct(float[] s, float[] a, float b, int n) {
    for (int i = 0; i < n; i++) s[i] -= a[i] * b;
  }

  private static void addSquare(float[] s, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      float d = a[i] - b[i];
      s[i] += d * d;
    }
  }

  private static void addSquare(float[] s, float[] a, float b, int n) {
    for (int i = 0; i < n; i++) {
      float d = a[i] - b;
      s[i] += d * d;
    }
  }

  /** s ± a b; b is a number, its first element, where {@code number} says so. */
  public static void addProduct(boolean minus, double[] s, double[] a, double[] b, boolean number, int n) {
    if (minus && number) {
      subtractProduct(s, a, b[0], n);
    } else if (minus) {
      subtractProduct(s, a, b, n);
    } else if (number) {
      addProduct(s, a, b[0], n);
    } else {
      addProduct(s, a, b, n);
    }
  }

  /** s + (a − b)²; b is a number, its first element, where {@code number} says so. */
  public static void addSquare(double[] s, double[] a, double[] b, boolean number, int n) {
    if (number) {
      addSquare(s, a, b[0], n);
    } else {
      addSquare(s, a, b, n);
    }
  }

  private static void addProduct(double[] s, double[] a, double[] b, int n) {
    for (int i = 0; i < n; i++) s[i] += a[i] * b[i];
  }

  private static void addProduct(double[] s, double[] a, double b, int n) {
    for (int i = 0; i < n; i++) s[i] += a[i] * b;
  }

  private static void subtractProduct(double[] s, double[] a, double[] b, int n) {
    for (int i = 0; i < n; i++) s[i] -= a[i] * b[i];
  }

  private static void subtractProduct(double[] s, double[] a, double b, int n) {
    for (int i = 0; i < n; i++) s[i] -= a[i] * b;
  }

  private static void addSquare(double[] s, double[] a, double[] b, int n) {
    for (int i = 0; i < n; i++) {
      double d = a[i] - b[i];
      s[i] += d * d;
    }
  }

  private static void addSquare(double[] s, double[] a, double b, int n) {
    for (int i = 0; i < n; i++) {
      double d = a[i] - b;
      s[i] += d * d;
    }
  }
}
