package dev.gradlet.kernel;

import java.util.Arrays;

/** Sums of windows that overlap. */
public final class Overlaps {
  private Overlaps() {}

  /**
   * y[o, w step + s, i] += x[o, w, i, s] of row-major arrays, added up in double.
   *
   * @param windows how many there are, one every {@code step} of the n elements of an axis of y
   * @param inner the elements of the axes after it
   * @param size the elements of a window
   */
  public static void add(int windows, int inner, int size, int step, int n, Object x, Object y) {
    double[] sums = new double[n * inner];
    int elements = y instanceof float[] floats ? floats.length : ((double[]) y).length;
    int ofOuter = windows * inner * size;
    for (int outer = 0; outer < elements / sums.length; outer++) {
      Arrays.fill(sums, 0);
      if (x instanceof float[] from) {
        add(windows, inner, size, step, from, outer * ofOuter, sums);
        float[] to = (float[]) y;
        for (int i = 0; i < sums.length; i++) {
          to[outer * sums.length + i] = (float) sums[i];
        }
      } else {
        add(windows, inner, size, step, (double[]) x, outer * ofOuter, sums);
        System.arraycopy(sums, 0, y, outer * sums.length, sums.length);
      }
    }
  }

  private static void add(int windows, int inner, int size, int step, float[] x, int from, double[] sums) {
    for (int window = 0; window < windows; window++) {
      for (int i = 0; i < inner; i++) {
        int at = from + (window * inner + i) * size;
        int to = window * step * inner + i;
        for (int s = 0; s < size; s++) {
          sums[to + s * inner] += x[at + s];
        }
      }
    }
  }

  private static void add(int windows, int inner, int size, int step, double[] x, int from, double[] sums) {
    for (int window = 0; window < windows; window++) {
      for (int i = 0; i < inner; i++) {
        int at = from + (window * inner + i) * size;
        int to = window * step * inner + i;
        for (int s = 0; s < size; s++) {
          sums[to + s * inner] += x[at + s];
        }
      }
    }
  }
}
