package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.kernel.CastKernel;
import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Selections;

/** Extrema with their indices, for every dtype. */
final class Extrema {
  private Extrema() {}

  /** In each lane where x is better than best, or the first NaN: best = x, at = index + lane·step. */
  static void improve(
      boolean largest, DType dtype, Object x, int index, int step, Object best, int[] at, int n) {
    Selections kernels = Kernels.selections(largest ? Selections.Loop.LARGEST : Selections.Loop.SMALLEST, n);
    switch (dtype) {
      case FLOAT32 -> kernels.extremum(largest, (float[]) x, index, step, (float[]) best, at, n);
      case FLOAT64 -> kernels.extremum(largest, (double[]) x, index, step, (double[]) best, at, n);
      default -> kernels.extremum(largest, (int[]) x, index, step, (int[]) best, at, n);
    }
  }

  /** The same with an index for each lane: takes the better one of two results. */
  static void merge(boolean largest, DType dtype, Object x, int[] index, Object best, int[] at) {
    Selections kernels = Kernels.selections(
        largest ? Selections.Loop.MERGE_LARGEST : Selections.Loop.MERGE_SMALLEST, at.length);
    switch (dtype) {
      case FLOAT32 -> kernels.merge(largest, (float[]) x, index, (float[]) best, at, at.length);
      case FLOAT64 -> kernels.merge(largest, (double[]) x, index, (double[]) best, at, at.length);
      default -> kernels.merge(largest, (int[]) x, index, (int[]) best, at, at.length);
    }
  }

  /** The index of the best lane: NaN is better than any number; of equal lanes the smallest index. */
  static int best(boolean largest, Object best, int[] at, int count) {
    double[] lanes = new double[count];
    CastKernel.cast(best, lanes, count);
    int first = 0;
    for (int i = 1; i < count; i++) {
      double x = lanes[i];
      double y = lanes[first];
      if (beats(largest, x, y) || (at[i] < at[first] && !beats(largest, y, x))) {
        first = i;
      }
    }
    return at[first];
  }

  /** Whether x is better than y, or NaN while y is not. */
  private static boolean beats(boolean largest, double x, double y) {
    return y == y && !(largest ? x <= y : x >= y);
  }
}
