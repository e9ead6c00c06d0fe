package dev.gradlet.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The numbers that both sides start from. */
public final class Inputs {
  private Inputs() {}

  /** Uniform in [−bound, bound), the same for the same seed. */
  public static float[] uniform(int seed, double bound, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (bound * ((random.nextInt() >> 8) * 0x1p-23));
    }
    return values;
  }

  /** Class labels in [0, classes). */
  public static int[] labels(int seed, int n, int classes) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] labels = new int[n];
    Arrays.setAll(labels, i -> (random.nextInt() >>> 1) % classes);
    return labels;
  }

  /** "2000x10x10" → {2000, 10, 10}. */
  public static int[] sizes(String text) {
    return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
  }
}
