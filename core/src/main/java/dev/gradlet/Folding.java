package dev.gradlet;

import dev.gradlet.kernel.Kernels;
import java.util.Arrays;

/** The halving tree over the partial results of the lanes, for every dtype. */
final class Folding {
  private Folding() {}

  /** Leaves the result in the first lanes, as a uniform register has it. */
  static void fold(Reduction.Kind kind, DType dtype, Object partials, int count) {
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
        int result = switch (kind) {
          case MIN -> Arrays.stream(p, 0, count).min().getAsInt();
          case MAX -> Arrays.stream(p, 0, count).max().getAsInt();
          default -> Arrays.stream(p, 0, count).sum();
        };
        Arrays.fill(p, 0, Instruction.UNIFORM, result);
      }
    }
  }
}
