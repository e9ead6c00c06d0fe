package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.kernel.Kernels;
import java.util.Arrays;

/** The halving tree over the partial results of the lanes, for every dtype. */
final class Folding {
  private Folding() {}

  /** Leaves the result in the first lanes, as a uniform register has it. */
  static void fold(Reducing.Kind kind, DType dtype, Object partials, int count) {
    Kernels kernels = Kernels.get();
    switch (dtype) {
      case FLOAT32 -> {
        float[] p = (float[]) partials;
        float result = switch (kind) {
          case MIN -> kernels.foldMin(p, count);
          case MAX -> kernels.foldMax(p, count);
          default -> kernels.foldSum(p, count);
        };
        Arrays.fill(p, 0, Instruction.UNIFORM, result);
      }
      case FLOAT64 -> {
        double[] p = (double[]) partials;
        double result = switch (kind) {
          case MIN -> kernels.foldMin(p, count);
          case MAX -> kernels.foldMax(p, count);
          default -> kernels.foldSum(p, count);
        };
        Arrays.fill(p, 0, Instruction.UNIFORM, result);
      }
      default -> {
        int[] p = (int[]) partials;
        Arrays.fill(p, 0, Instruction.UNIFORM, fold(kind, p, count));
      }
    }
  }

  /** A result for each row of {@code length} lanes. */
  static void foldRows(Reducing.Kind kind, DType dtype, Object x, int at, int length, int rows, Object y) {
    Kernels kernels = Kernels.get();
    switch (dtype) {
      case FLOAT32 -> {
        switch (kind) {
          case MIN -> kernels.minOfRows((float[]) x, at, length, rows, (float[]) y);
          case MAX -> kernels.maxOfRows((float[]) x, at, length, rows, (float[]) y);
          default -> kernels.sumOfRows((float[]) x, at, length, rows, (float[]) y);
        }
      }
      case FLOAT64 -> {
        switch (kind) {
          case MIN -> kernels.minOfRows((double[]) x, length, rows, (double[]) y);
          case MAX -> kernels.maxOfRows((double[]) x, length, rows, (double[]) y);
          default -> kernels.sumOfRows((double[]) x, length, rows, (double[]) y);
        }
      }
      default -> {
        for (int row = 0; row < rows; row++) {
          int[] lanes = Arrays.copyOfRange((int[]) x, row * length, (row + 1) * length);
          ((int[]) y)[row] = fold(kind, lanes, length);
        }
      }
    }
  }

  /** Adds rows, from a place on, to a sum for each lane. */
  static void addRows(DType dtype, Object sum, Object x, int at, int length, int rows) {
    switch (dtype) {
      case FLOAT32 -> Kernels.get().addRows((float[]) sum, (float[]) x, at, length, rows);
      case FLOAT64 -> Kernels.get().addRows((double[]) sum, (double[]) x, at, length, rows);
      default -> {
        for (int i = 0; i < rows * length; i++) {
          ((int[]) sum)[i % length] += ((int[]) x)[at + i];
        }
      }
    }
  }

  /** Repeats a value for each row in all its lanes. */
  static void widenRows(DType dtype, Object x, int length, int rows, Object y) {
    Kernels kernels = Kernels.get();
    switch (dtype) {
      case FLOAT32 -> kernels.widenRows((float[]) x, length, rows, (float[]) y);
      case FLOAT64 -> kernels.widenRows((double[]) x, length, rows, (double[]) y);
      case INT32 -> kernels.widenRows((int[]) x, length, rows, (int[]) y);
      case BOOL -> kernels.widenRows((boolean[]) x, length, rows, (boolean[]) y);
    }
  }

  private static int fold(Reducing.Kind kind, int[] p, int count) {
    return switch (kind) {
      case MIN -> Arrays.stream(p, 0, count).min().getAsInt();
      case MAX -> Arrays.stream(p, 0, count).max().getAsInt();
      default -> Arrays.stream(p, 0, count).sum();
    };
  }
}
