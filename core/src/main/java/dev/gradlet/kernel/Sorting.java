package dev.gradlet.kernel;

import java.util.Arrays;
import java.util.Comparator;

/** Orders of elements: NaN after every number, −0 equal to 0, equal elements as they were. */
public final class Sorting {
  private Sorting() {}

  /**
   * The indices that sort each lane of an axis of a row-major array.
   *
   * @param elements of the whole
   * @param n the size of the axis
   * @param inner the elements of the axes after it, and so from one of its elements to the next
   */
  public static void indices(int elements, int n, int inner, boolean descending, Object x, int[] y) {
    for (int outer = 0; outer < elements; outer += n * inner) {
      for (int first = outer; first < outer + inner; first++) {
        int[] order = x instanceof double[] doubles
            ? order(doubles, first, n, inner, descending)
            : order(x, first, n, inner, descending);
        for (int i = 0; i < n; i++) {
          y[first + i * inner] = order[i];
        }
      }
    }
  }

  /** By numbers with the key above and the index below. */
  private static int[] order(Object x, int first, int n, int step, boolean descending) {
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      int key = x instanceof float[] floats ? key(floats[first + i * step]) : ((int[]) x)[first + i * step];
      keys[i] = (long) (descending ? ~key : key) << 32 | i;
    }
    Arrays.sort(keys);
    int[] order = new int[n];
    Arrays.setAll(order, i -> (int) keys[i]);
    return order;
  }

  /** An int in the order of the floats. */
  private static int key(float x) {
    int bits = Float.floatToIntBits(x + 0f);
    return bits ^ (bits >> 31 & 0x7fff_ffff);
  }

  private static int[] order(double[] x, int first, int n, int step, boolean descending) {
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Comparator<Integer> ascending = Comparator.comparingDouble(i -> x[first + i * step] + 0d);
    Arrays.sort(order, descending ? ascending.reversed() : ascending);
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }
}
