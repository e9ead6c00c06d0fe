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
   * y[i] = x[offset + index[i]·stride], where the indices are less than {@code choices}: these are copied first, so that
   * an index is a place (0.26 ns an element in place of 0.43).
   */
  public static void lookupAmongFew(float[] x, int offset, int stride, int choices, int[] index, float[] y, int n) {
    float[] table = new float[choices];
    for (int j = 0; j < choices; j++) {
      table[j] = x[offset + j * stride];
    }
    for (int i = 0; i < n; i++) {
      y[i] = table[index[i]];
    }
  }

  /**
   * For every place i of the index space: y[i with coordinate {@code axis} replaced by index[i]] += sign·source[i]. What
   * is added to one element is added in the order of the places along the axis. Floats are added up in y of double.
   *
   * <p>Four neighbouring rows with the same indices go together (2.3 ns an element one by one, 1.2 so).
   */
  public static void scatterAdd(
      int[] sizes, int axis, int sign, Object source, int sourceOffset, int[] sourceStrides,
      int[] index, int indexOffset, int[] indexStrides, Object y, int yOffset, int[] yStrides) {
    int inner = sizes.length - 1 == axis ? axis - 1 : sizes.length - 1;
    boolean fours = inner >= 0 && indexStrides[inner] == 0;
    int rows = inner < 0 ? 1 : sizes[inner];
    int outer = 1;
    for (int i = 0; i < sizes.length; i++) {
      outer *= i == axis || i == inner ? 1 : sizes[i];
    }
    for (int at = 0; at < outer; at++) {
      int from = sourceOffset;
      int places = indexOffset;
      int to = yOffset;
      int rest = at;
      for (int i = sizes.length - 1; i >= 0; i--) {
        if (i != axis && i != inner) {
          int coordinate = rest % sizes[i];
          rest /= sizes[i];
          from += coordinate * sourceStrides[i];
          places += coordinate * indexStrides[i];
          to += coordinate * yStrides[i];
        }
      }
      for (int row = 0; row < rows; ) {
        int taken = fours && row + 4 <= rows && source instanceof float[] ? 4 : 1;
        int f = inner < 0 ? from : from + row * sourceStrides[inner];
        int p = inner < 0 ? places : places + row * indexStrides[inner];
        int t = inner < 0 ? to : to + row * yStrides[inner];
        if (taken == 4) {
          addFourRows(
              sizes[axis], sign, (float[]) source, f, sourceStrides[axis], sourceStrides[inner], index, p,
              indexStrides[axis], (double[]) y, t, yStrides[axis], yStrides[inner]);
        } else {
          addRow(
              sizes[axis], sign, source, f, sourceStrides[axis], index, p, indexStrides[axis], y, t, yStrides[axis]);
        }
        row += taken;
      }
    }
  }

  private static void addFourRows(
      int n, float sign, float[] source, int from, int stride, int row, int[] index, int places, int placeStride,
      double[] sums, int to, int yStride, int yRow) {
    if (stride == 1 && placeStride == 1) {
      addFourAdjacent(n, sign, source, from, row, index, places, sums, to, yStride, yRow);
      return;
    }
    for (int i = 0; i < n; i++) {
      int y = to + index[places + i * placeStride] * yStride;
      int x = from + i * stride;
      double a = sums[y] + sign * source[x];
      double b = sums[y + yRow] + sign * source[x + row];
      double c = sums[y + 2 * yRow] + sign * source[x + 2 * row];
      double d = sums[y + 3 * yRow] + sign * source[x + 3 * row];
      sums[y] = a;
      sums[y + yRow] = b;
      sums[y + 2 * yRow] = c;
      sums[y + 3 * yRow] = d;
    }
  }

  /** The same for elements that are adjacent in each row: with these strides HotSpot drops half of the range checks. */
  private static void addFourAdjacent(
      int n, float sign, float[] source, int first, int row, int[] index, int places,
      double[] sums, int to, int yStride, int yRow) {
    int second = first + row;
    int third = second + row;
    int fourth = third + row;
    for (int i = 0; i < n; i++) {
      int y = to + index[places + i] * yStride;
      double a = sums[y] + sign * source[first + i];
      double b = sums[y + yRow] + sign * source[second + i];
      double c = sums[y + 2 * yRow] + sign * source[third + i];
      double d = sums[y + 3 * yRow] + sign * source[fourth + i];
      sums[y] = a;
      sums[y + yRow] = b;
      sums[y + 2 * yRow] = c;
      sums[y + 3 * yRow] = d;
    }
  }

  private static void addRow(
      int n, int sign, Object source, int from, int stride,
      int[] index, int places, int placeStride, Object y, int to, int yStride) {
    if (source instanceof float[] floats) {
      double[] sums = (double[]) y;
      for (int i = 0; i < n; i++) {
        sums[to + index[places + i * placeStride] * yStride] += sign * floats[from + i * stride];
      }
    } else if (source instanceof double[] doubles) {
      double[] sums = (double[]) y;
      for (int i = 0; i < n; i++) {
        sums[to + index[places + i * placeStride] * yStride] += sign * doubles[from + i * stride];
      }
    } else {
      int[] ints = (int[]) source;
      int[] sums = (int[]) y;
      for (int i = 0; i < n; i++) {
        sums[to + index[places + i * placeStride] * yStride] += sign * ints[from + i * stride];
      }
    }
  }
}
