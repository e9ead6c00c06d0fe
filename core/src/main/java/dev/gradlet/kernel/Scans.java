package dev.gradlet.kernel;

/** Loops whose results depend on the one before. */
public final class Scans {
  private Scans() {}

  /**
   * Running sums along an axis of row-major arrays.
   *
   * @param elements of the whole
   * @param n the size of the axis
   * @param inner the elements of the axes after it, and so from one of its elements to the next
   */
  public static void cumSum(int elements, int n, int inner, boolean reversed, Object x, Object y) {
    int step = reversed ? -inner : inner;
    for (int outer = 0; outer < elements; outer += n * inner) {
      int first = reversed ? outer + (n - 1) * inner : outer;
      for (int i = 0; i < inner; i++) {
        if (x instanceof float[] floats) {
          row(n, first + i, step, floats, (float[]) y);
        } else if (x instanceof double[] doubles) {
          row(n, first + i, step, doubles, (double[]) y);
        } else {
          row(n, first + i, step, (int[]) x, (int[]) y);
        }
      }
    }
  }

  private static void row(int n, int at, int step, float[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[at + i * step];
      y[at + i * step] = (float) sum;
    }
  }

  private static void row(int n, int at, int step, double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[at + i * step];
      y[at + i * step] = sum;
    }
  }

  private static void row(int n, int at, int step, int[] x, int[] y) {
    int sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[at + i * step];
      y[at + i * step] = sum;
    }
  }
}
