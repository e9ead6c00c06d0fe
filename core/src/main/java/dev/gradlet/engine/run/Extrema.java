package dev.gradlet.engine.run;

import dev.gradlet.kernel.Kernels;

/** Extrema with their indices, for every dtype. */
final class Extrema {
  private Extrema() {}

  /** Where x beats best, or is the first NaN: best = x, at = index. */
  static void step(boolean largest, Object x, int index, Object best, int[] at, int n) {
    Kernels kernels = Kernels.get();
    if (x instanceof float[] floats) {
      if (largest) {
        kernels.argMax(floats, index, (float[]) best, at, n);
      } else {
        kernels.argMin(floats, index, (float[]) best, at, n);
      }
    } else if (x instanceof double[] doubles) {
      if (largest) {
        kernels.argMax(doubles, index, (double[]) best, at, n);
      } else {
        kernels.argMin(doubles, index, (double[]) best, at, n);
      }
    } else {
      int[] values = (int[]) x;
      int[] extreme = (int[]) best;
      for (int i = 0; i < n; i++) {
        if (largest ? values[i] > extreme[i] : values[i] < extreme[i]) {
          extreme[i] = values[i];
          at[i] = index;
        }
      }
    }
  }

  /** The same with an index a lane. */
  static void step(boolean largest, Object x, int[] index, Object best, int[] at, int n) {
    Kernels kernels = Kernels.get();
    if (x instanceof float[] floats) {
      if (largest) {
        kernels.argMax(floats, index, (float[]) best, at, n);
      } else {
        kernels.argMin(floats, index, (float[]) best, at, n);
      }
    } else if (x instanceof double[] doubles) {
      if (largest) {
        kernels.argMax(doubles, index, (double[]) best, at, n);
      } else {
        kernels.argMin(doubles, index, (double[]) best, at, n);
      }
    } else {
      int[] values = (int[]) x;
      int[] extreme = (int[]) best;
      for (int i = 0; i < n; i++) {
        if (largest ? values[i] > extreme[i] : values[i] < extreme[i]) {
          extreme[i] = values[i];
          at[i] = index[i];
        }
      }
    }
  }

  /** The index of the best among the lanes: NaN before numbers, then the smallest index among equals. */
  static int best(boolean largest, Object best, int[] at, int count) {
    int first = 0;
    for (int i = 1; i < count; i++) {
      double x = value(best, i);
      double y = value(best, first);
      boolean equal = x == y || (x != x && y != y);
      boolean beats = largest ? x > y : x < y;
      if (equal ? at[i] < at[first] : beats || (x != x && y == y)) {
        first = i;
      }
    }
    return at[first];
  }

  private static double value(Object values, int i) {
    return values instanceof float[] floats
        ? floats[i]
        : values instanceof double[] doubles ? doubles[i] : ((int[]) values)[i];
  }
}
