package dev.gradlet.kernel;

import java.util.Arrays;

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

  /** A key takes all of a long, so the indices move beside the keys: runs of 1, 2, 4, … are merged, which is stable. */
  private static int[] order(double[] x, int first, int n, int step, boolean descending) {
    long[] keys = new long[n];
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      long key = key(x[first + i * step]);
      keys[i] = descending ? ~key : key;
      order[i] = i;
    }
    long[] mergedKeys = new long[n];
    int[] merged = new int[n];
    for (long run = 1; run < n; run *= 2) {
      for (long from = 0; from < n; from += 2 * run) {
        int middle = (int) Math.min(from + run, n);
        merge(keys, order, (int) from, middle, (int) Math.min(from + 2 * run, n), mergedKeys, merged);
      }
      long[] keysBefore = keys;
      keys = mergedKeys;
      mergedKeys = keysBefore;
      int[] before = order;
      order = merged;
      merged = before;
    }
    return order;
  }

  private static void merge(
      long[] keys, int[] order, int from, int middle, int to, long[] mergedKeys, int[] merged) {
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      int next = right == to || left < middle && keys[left] <= keys[right] ? left++ : right++;
      mergedKeys[i] = keys[next];
      merged[i] = order[next];
    }
  }

  /** A long in the order of the doubles. */
  private static long key(double x) {
    long bits = Double.doubleToLongBits(x + 0d);
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }
}
