package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Reductions;
import java.util.Arrays;

/** Reductions of rows of lanes, for every dtype. */
final class RowReductions {
  private RowReductions() {}

  /** Reduces each row of {@code length} lanes, the first of which starts at an index. */
  static void reduce(Reducing.Kind kind, DType dtype, Object x, int at, int length, int rows, Object y) {
    Reductions kernels = Kernels.reductions(loop(kind), (long) length * rows);
    switch (dtype) {
      case FLOAT32 -> {
        switch (kind) {
          case MIN -> kernels.min((float[]) x, at, length, rows, (float[]) y);
          case MAX -> kernels.max((float[]) x, at, length, rows, (float[]) y);
          default -> kernels.sum((float[]) x, at, length, rows, (float[]) y);
        }
      }
      case FLOAT64 -> {
        switch (kind) {
          case MIN -> kernels.min((double[]) x, at, length, rows, (double[]) y);
          case MAX -> kernels.max((double[]) x, at, length, rows, (double[]) y);
          default -> kernels.sum((double[]) x, at, length, rows, (double[]) y);
        }
      }
      default -> {
        for (int row = 0; row < rows; row++) {
          int from = at + row * length;
          ((int[]) y)[row] = reduce(kind, (int[]) x, from, from + length);
        }
      }
    }
  }

  private static Reductions.Loop loop(Reducing.Kind kind) {
    return switch (kind) {
      case MIN -> Reductions.Loop.MIN;
      case MAX -> Reductions.Loop.MAX;
      default -> Reductions.Loop.SUM;
    };
  }

  private static int reduce(Reducing.Kind kind, int[] x, int from, int to) {
    return switch (kind) {
      case MIN -> Arrays.stream(x, from, to).min().getAsInt();
      case MAX -> Arrays.stream(x, from, to).max().getAsInt();
      default -> Arrays.stream(x, from, to).sum();
    };
  }

  /** Adds rows, the first of which starts at an index, to a sum for each lane. */
  static void addRows(DType dtype, Object sum, Object x, int at, int length, int rows) {
    Reductions kernels = Kernels.reductions(Reductions.Loop.ADD, (long) length * rows);
    switch (dtype) {
      case FLOAT32 -> kernels.add((float[]) sum, (float[]) x, at, length, rows);
      case FLOAT64 -> kernels.add((double[]) sum, (double[]) x, at, length, rows);
      default -> {
        for (int i = 0; i < rows * length; i++) {
          ((int[]) sum)[i % length] += ((int[]) x)[at + i];
        }
      }
    }
  }
}
