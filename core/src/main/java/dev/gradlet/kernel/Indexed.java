package dev.gradlet.kernel;

/** Reading and adding at positions that an array of indices gives. Row-major over the index space, one thread. */
public final class Indexed {
  private Indexed() {}

  /**
   * For every place i of the index space: y[i] = x[i with coordinate {@code axis} replaced by index[i]]; y is
   * row-major.
   */
  public static void gather(
      int[] sizes, int axis, Object x, int xOffset, int[] xStrides,
      int[] index, int indexOffset, int[] indexStrides, Object y) {
    Walk walk = new Walk(sizes, axis, xOffset, xStrides, indexOffset, indexStrides);
    int along = xStrides[axis];
    for (int i = 0; walk.more; i++, walk.next()) {
      int from = walk.first + index[walk.second] * along;
      if (x instanceof float[] floats) {
        ((float[]) y)[i] = floats[from];
      } else if (x instanceof double[] doubles) {
        ((double[]) y)[i] = doubles[from];
      } else if (x instanceof int[] ints) {
        ((int[]) y)[i] = ints[from];
      } else {
        ((boolean[]) y)[i] = ((boolean[]) x)[from];
      }
    }
  }

  /** For every place i of the index space: y[i with coordinate {@code axis} replaced by index[i]] += source[i]. */
  public static void scatterAdd(
      int[] sizes, int axis, Object source, int sourceOffset, int[] sourceStrides,
      int[] index, int indexOffset, int[] indexStrides, Object y, int[] yStrides) {
    Walk walk = new Walk(sizes, axis, 0, yStrides, indexOffset, indexStrides);
    Walk from = new Walk(sizes, -1, sourceOffset, sourceStrides, 0, sourceStrides);
    int along = yStrides[axis];
    for (; walk.more; walk.next(), from.next()) {
      int to = walk.first + index[walk.second] * along;
      if (source instanceof float[] floats) {
        ((float[]) y)[to] += floats[from.first];
      } else if (source instanceof double[] doubles) {
        ((double[]) y)[to] += doubles[from.first];
      } else {
        ((int[]) y)[to] += ((int[]) source)[from.first];
      }
    }
  }

  /** Two strided positions moving together through an index space; the first one stays put along the skipped axis. */
  private static final class Walk {
    private final int[] sizes;
    private final int skipped;
    private final int[] firstStrides;
    private final int[] secondStrides;
    private final int[] at;
    private int first;
    private int second;
    private boolean more = true;

    Walk(int[] sizes, int skipped, int first, int[] firstStrides, int second, int[] secondStrides) {
      this.sizes = sizes;
      this.skipped = skipped;
      this.first = first;
      this.firstStrides = firstStrides;
      this.second = second;
      this.secondStrides = secondStrides;
      this.at = new int[sizes.length];
      for (int size : sizes) {
        more &= size > 0;
      }
    }

    void next() {
      for (int axis = sizes.length - 1; axis >= 0; axis--) {
        int stride = axis == skipped ? 0 : firstStrides[axis];
        if (++at[axis] < sizes[axis]) {
          first += stride;
          second += secondStrides[axis];
          return;
        }
        at[axis] = 0;
        first -= (sizes[axis] - 1) * stride;
        second -= (sizes[axis] - 1) * secondStrides[axis];
      }
      more = false;
    }
  }
}
