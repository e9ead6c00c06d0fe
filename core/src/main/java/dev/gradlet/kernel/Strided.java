package dev.gradlet.kernel;

/** Copies and additions between arrays whose elements lie at strides, over index spaces of any rank. */
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
    int[] index = new int[rank];
    int f = fromOffset;
    int t = toOffset;
    while (true) {
      row(from, f, fromStride, to, t, toStride, inner);
      int axis = rank - 2;
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
