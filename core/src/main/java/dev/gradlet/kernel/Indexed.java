package dev.gradlet.kernel;

/** Reading and adding at positions that an array of indices gives. One thread. */
public final class Indexed {
  private Indexed() {}

  /** y[i] = x[offset + i·laneStride + index[i]·stride] for exactly n elements. */
  public static void lookup(Object x, int offset, int laneStride, int[] index, int stride, Object y, int n) {
    if (x instanceof float[] floats) {
      float[] to = (float[]) y;
      for (int i = 0; i < n; i++) {
        to[i] = floats[offset + i * laneStride + index[i] * stride];
      }
    } else if (x instanceof double[] doubles) {
      double[] to = (double[]) y;
      for (int i = 0; i < n; i++) {
        to[i] = doubles[offset + i * laneStride + index[i] * stride];
      }
    } else if (x instanceof int[] ints) {
      int[] to = (int[]) y;
      for (int i = 0; i < n; i++) {
        to[i] = ints[offset + i * laneStride + index[i] * stride];
      }
    } else {
      boolean[] from = (boolean[]) x;
      boolean[] to = (boolean[]) y;
      for (int i = 0; i < n; i++) {
        to[i] = from[offset + i * laneStride + index[i] * stride];
      }
    }
  }

  /**
   * For every place i of the index space: y[i with coordinate {@code axis} replaced by index[i]] += source[i]. What is
   * added to one element is added in the order of the places along the axis. Floats are added up in y of double.
   */
  public static void scatterAdd(
      int[] sizes, int axis, Object source, int sourceOffset, int[] sourceStrides,
      int[] index, int indexOffset, int[] indexStrides, Object y, int[] yStrides) {
    int rank = sizes.length;
    for (int size : sizes) {
      if (size == 0) {
        return;
      }
    }
    int[] at = new int[rank];
    int from = sourceOffset;
    int places = indexOffset;
    int to = 0;
    while (true) {
      addRow(sizes[axis], source, from, sourceStrides[axis], index, places, indexStrides[axis], y, to, yStrides[axis]);
      int outer = rank - 1;
      while (outer >= 0) {
        if (outer != axis) {
          if (++at[outer] < sizes[outer]) {
            break;
          }
          at[outer] = 0;
          from -= (sizes[outer] - 1) * sourceStrides[outer];
          places -= (sizes[outer] - 1) * indexStrides[outer];
          to -= (sizes[outer] - 1) * yStrides[outer];
        }
        outer--;
      }
      if (outer < 0) {
        return;
      }
      from += sourceStrides[outer];
      places += indexStrides[outer];
      to += yStrides[outer];
    }
  }

  /** y[yOff + index[i]·yStride] += source[i] along one axis. */
  private static void addRow(
      int n, Object source, int from, int stride,
      int[] index, int places, int placeStride, Object y, int to, int yStride) {
    if (source instanceof float[] floats) {
      double[] sums = (double[]) y;
      for (int i = 0; i < n; i++) {
        sums[to + index[places + i * placeStride] * yStride] += floats[from + i * stride];
      }
    } else if (source instanceof double[] doubles) {
      double[] sums = (double[]) y;
      for (int i = 0; i < n; i++) {
        sums[to + index[places + i * placeStride] * yStride] += doubles[from + i * stride];
      }
    } else {
      int[] ints = (int[]) source;
      int[] sums = (int[]) y;
      for (int i = 0; i < n; i++) {
        sums[to + index[places + i * placeStride] * yStride] += ints[from + i * stride];
      }
    }
  }
}
