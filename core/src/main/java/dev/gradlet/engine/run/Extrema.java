package dev.gradlet.engine.run;

import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Selections;

/** Extrema with their indices, for every dtype. */
final class Extrema {
  private Extrema() {}

  /** Lane by lane, where x beats best, or is the first NaN: best = x, at = index + lane·step. */
  static void improve(boolean largest, Object x, int index, int step, Object best, int[] at, int n) {
    Selections kernels = Kernels.selections(n);
    if (x instanceof float[] floats) {
      kernels.extremum(largest, floats, index, step, (float[]) best, at, n);
    } else if (x instanceof double[] doubles) {
      kernels.extremum(largest, doubles, index, step, (double[]) best, at, n);
    } else {
      kernels.extremum(largest, (int[]) x, index, step, (int[]) best, at, n);
    }
  }

  /** The same with an index a lane: of two results for each lane the better one. */
  static void merge(boolean largest, Object x, int[] index, Object best, int[] at) {
    for (int i = 0; i < at.length; i++) {
      if (beats(largest, value(x, i), value(best, i))) {
        System.arraycopy(x, i, best, i, 1);
        at[i] = index[i];
      }
    }
  }

  /** The index of the best among the lanes: NaN before numbers, then the smallest index among equals. */
  static int best(boolean largest, Object best, int[] at, int count) {
    int first = 0;
    for (int i = 1; i < count; i++) {
      double x = value(best, i);
      double y = value(best, first);
      if (beats(largest, x, y) || (at[i] < at[first] && !beats(largest, y, x))) {
        first = i;
      }
    }
    return at[first];
  }

  /** Whether x is better, or NaN and y is not. */
  private static boolean beats(boolean largest, double x, double y) {
    return y == y && !(largest ? x <= y : x >= y);
  }

  private static double value(Object values, int i) {
    return values instanceof float[] floats
        ? floats[i]
        : values instanceof double[] doubles ? doubles[i] : ((int[]) values)[i];
  }
}
