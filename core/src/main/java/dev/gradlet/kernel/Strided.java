package dev.gradlet.kernel;

/**
 * Copies between arrays whose elements lie at strides, over index spaces of any rank: a row at a time, or a plane where
 * one array has adjacent elements along the last axis and the other along the one before.
 */
public final class Strided {
  private Strided() {}

  /** {@code to[i·toStrides] = from[i·fromStrides]} for every index i below {@code sizes}. */
  public static void copy(
      int[] sizes, Object from, int fromOffset, int[] fromStrides, Object to, int toOffset, int[] toStrides) {
    int rank = sizes.length;
    for (int size : sizes) {
      if (size == 0) {
        return;
      }
    }
    int inner = rank == 0 ? 1 : sizes[rank - 1];
    int fromStride = rank == 0 ? 0 : fromStrides[rank - 1];
    int toStride = rank == 0 ? 0 : toStrides[rank - 1];
    boolean plane = isTransposed(from, fromStrides, toStrides);
    int[] index = new int[rank];
    int f = fromOffset;
    int t = toOffset;
    while (true) {
      if (plane) {
        plane(sizes[rank - 2], inner, from, f, fromStrides, to, t, toStrides);
      } else {
        row(from, f, fromStride, to, t, toStride, inner);
      }
      int axis = plane ? rank - 3 : rank - 2;
      while (axis >= 0 && ++index[axis] == sizes[axis]) {
        f -= (sizes[axis] - 1) * fromStrides[axis];
        t -= (sizes[axis] - 1) * toStrides[axis];
        index[axis--] = 0;
      }
      if (axis < 0) {
        return;
      }
      f += fromStrides[axis];
      t += toStrides[axis];
    }
  }

  private static boolean isTransposed(Object from, int[] fromStrides, int[] toStrides) {
    int last = fromStrides.length - 1;
    return last > 0
        && (from instanceof float[] || from instanceof double[])
        && (fromStrides[last] == 1 ? toStrides[last - 1] == 1 : fromStrides[last - 1] == 1)
        && (toStrides[last] == 1 ? fromStrides[last] != 1 : fromStrides[last] == 1);
  }

  /** The last two axes; one array has adjacent elements along the one, the other along the other. */
  private static void plane(
      int m, int n, Object from, int f, int[] fromStrides, Object to, int t, int[] toStrides) {
    int last = fromStrides.length - 1;
    boolean alongFrom = fromStrides[last] == 1;
    int rows = alongFrom ? m : n;
    int columns = alongFrom ? n : m;
    int fromRow = fromStrides[alongFrom ? last - 1 : last];
    int toRow = toStrides[alongFrom ? last : last - 1];
    if (from instanceof float[] x) {
      Copies.transpose(x, f, fromRow, rows, columns, (float[]) to, t, toRow);
    } else {
      Copies.transpose((double[]) from, f, fromRow, rows, columns, (double[]) to, t, toRow);
    }
  }

  private static void row(Object from, int f, int fromStride, Object to, int t, int toStride, int n) {
    if (fromStride == 1 && toStride == 1) {
      System.arraycopy(from, f, to, t, n);
    } else if (from instanceof float[] x) {
      float[] y = (float[]) to;
      for (int i = 0; i < n; i++) {
        y[t + i * toStride] = x[f + i * fromStride];
      }
    } else if (from instanceof double[] x) {
      double[] y = (double[]) to;
      for (int i = 0; i < n; i++) {
        y[t + i * toStride] = x[f + i * fromStride];
      }
    } else if (from instanceof int[] x) {
      int[] y = (int[]) to;
      for (int i = 0; i < n; i++) {
        y[t + i * toStride] = x[f + i * fromStride];
      }
    } else {
      boolean[] x = (boolean[]) from;
      boolean[] y = (boolean[]) to;
      for (int i = 0; i < n; i++) {
        y[t + i * toStride] = x[f + i * fromStride];
      }
    }
  }
}
