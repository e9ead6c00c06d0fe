package dev.gradlet.kernel;

/** Selections, and extrema with their index. Tiles are as {@link Loops} says. */
public interface Selections {
  /** One for each method, or for each direction of it. */
  enum Loop { SELECT, KEEP_ABOVE, KEEP_ABOVE_AND_NAN, SELECT_EQUAL, LARGEST, SMALLEST, MERGE_LARGEST, MERGE_SMALLEST }

  /** y = mask ? a : b. */
  default void select(boolean[] mask, float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = mask[i] ? a[i] : b[i];
  }

  default void select(boolean[] mask, double[] a, double[] b, double[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = mask[i] ? a[i] : b[i];
  }

  default void select(boolean[] mask, int[] a, int[] b, int[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = mask[i] ? a[i] : b[i];
  }

  default void select(boolean[] mask, boolean[] a, boolean[] b, boolean[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = mask[i] ? a[i] : b[i];
  }

  /** y = x &gt; bound ? a : other; where x is NaN a if so asked for, else the other. */
  default void keepAbove(float[] x, float bound, boolean nan, float[] a, float other, float[] y, int n) {
    if (nan) {
      for (int i = 0; i < n; i++) y[i] = x[i] <= bound ? other : a[i];
    } else {
      for (int i = 0; i < n; i++) y[i] = x[i] > bound ? a[i] : other;
    }
  }

  /** y[i] = x[i] == c[r] ? a : b for all lanes i of row r. */
  default void selectEqual(int[] x, int[] c, float a, float b, int length, int rows, float[] y) {
    for (int r = 0, i = 0; r < rows; r++) {
      for (int end = i + length; i < end; i++) y[i] = x[i] == c[r] ? a : b;
    }
  }

  /**
   * Lane by lane, where x beats best, or is NaN and best is not: best = x and at = index + i·step. So the first of equals
   * stays, and the first NaN wins for ever.
   */
  default void extremum(boolean largest, float[] x, int index, int step, float[] best, int[] at, int n) {
    for (int i = 0; i < n; i++) {
      boolean stays = largest ? x[i] <= best[i] : x[i] >= best[i];
      if (!stays && best[i] == best[i]) {
        best[i] = x[i];
        at[i] = index + i * step;
      }
    }
  }

  default void extremum(boolean largest, double[] x, int index, int step, double[] best, int[] at, int n) {
    for (int i = 0; i < n; i++) {
      boolean stays = largest ? x[i] <= best[i] : x[i] >= best[i];
      if (!stays && best[i] == best[i]) {
        best[i] = x[i];
        at[i] = index + i * step;
      }
    }
  }

  default void extremum(boolean largest, int[] x, int index, int step, int[] best, int[] at, int n) {
    for (int i = 0; i < n; i++) {
      if (largest ? x[i] > best[i] : x[i] < best[i]) {
        best[i] = x[i];
        at[i] = index + i * step;
      }
    }
  }

  /** The same with an index for each lane: takes the better one of two results. */
  default void merge(boolean largest, float[] x, int[] index, float[] best, int[] at, int n) {
    for (int i = 0; i < n; i++) {
      boolean stays = largest ? x[i] <= best[i] : x[i] >= best[i];
      if (!stays && best[i] == best[i]) {
        best[i] = x[i];
        at[i] = index[i];
      }
    }
  }

  default void merge(boolean largest, double[] x, int[] index, double[] best, int[] at, int n) {
    for (int i = 0; i < n; i++) {
      boolean stays = largest ? x[i] <= best[i] : x[i] >= best[i];
      if (!stays && best[i] == best[i]) {
        best[i] = x[i];
        at[i] = index[i];
      }
    }
  }

  default void merge(boolean largest, int[] x, int[] index, int[] best, int[] at, int n) {
    for (int i = 0; i < n; i++) {
      if (largest ? x[i] > best[i] : x[i] < best[i]) {
        best[i] = x[i];
        at[i] = index[i];
      }
    }
  }
}
