package dev.gradlet.kernel;

/**
 * Accumulations of what is often summed: products, and squares of differences. One pass instead of two or three, with
 * the same roundings (nothing is contracted), so with the same bits. Tiles are as {@link Loops} says; b is a number, its
 * first element, where {@code number} says so.
 */
public interface Sums {
  /** Loops, each with a sign, and with a number or without. */
  enum Loop {
    ADD_PRODUCT, SUBTRACT_PRODUCT, ADD_MULTIPLE, ADD_SQUARE, ADD_SQUARE_FROM_NUMBER;

    public static Loop ofProduct(boolean minus, boolean number) {
      return number ? ADD_MULTIPLE : minus ? SUBTRACT_PRODUCT : ADD_PRODUCT;
    }

    public static Loop ofSquare(boolean number) {
      return number ? ADD_SQUARE_FROM_NUMBER : ADD_SQUARE;
    }
  }

  /** s ± a b. */
  default void addProduct(boolean minus, float[] s, float[] a, float[] b, boolean number, int n) {
    if (number) {
      float c = minus ? -b[0] : b[0];
      for (int i = 0; i < n; i++) s[i] += a[i] * c;
    } else if (minus) {
      for (int i = 0; i < n; i++) s[i] -= a[i] * b[i];
    } else {
      for (int i = 0; i < n; i++) s[i] += a[i] * b[i];
    }
  }

  default void addProduct(boolean minus, double[] s, double[] a, double[] b, boolean number, int n) {
    if (number) {
      double c = minus ? -b[0] : b[0];
      for (int i = 0; i < n; i++) s[i] += a[i] * c;
    } else if (minus) {
      for (int i = 0; i < n; i++) s[i] -= a[i] * b[i];
    } else {
      for (int i = 0; i < n; i++) s[i] += a[i] * b[i];
    }
  }

  /** s + (a − b)². */
  default void addSquare(float[] s, float[] a, float[] b, boolean number, int n) {
    if (number) {
      float c = b[0];
      for (int i = 0; i < n; i++) s[i] += (a[i] - c) * (a[i] - c);
    } else {
      for (int i = 0; i < n; i++) s[i] += (a[i] - b[i]) * (a[i] - b[i]);
    }
  }

  default void addSquare(double[] s, double[] a, double[] b, boolean number, int n) {
    if (number) {
      double c = b[0];
      for (int i = 0; i < n; i++) s[i] += (a[i] - c) * (a[i] - c);
    } else {
      for (int i = 0; i < n; i++) s[i] += (a[i] - b[i]) * (a[i] - b[i]);
    }
  }
}
