package dev.gradlet.benchmarks.table;

import java.util.List;

final class Statistics {
  private Statistics() {}

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return n == 0 ? Double.NaN : (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }

  /**
   * The largest ‖a − b‖ / ‖b‖ of two lists of arrays. A norm, and not the worst element: where a gradient is nothing
   * but rounding, Adam moves a weight by its whole learning rate one way or the other.
   */
  static double distance(List<float[]> a, List<float[]> b) {
    double worst = a.size() == b.size() ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      worst = Math.max(worst, distance(a.get(i), b.get(i)));
    }
    return worst;
  }

  private static double distance(float[] a, float[] b) {
    double difference = a.length == b.length ? 0 : Double.POSITIVE_INFINITY;
    double size = 0;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      // A method that returns no number says NaN, on both sides; on one side it is an error.
      boolean same = Float.floatToIntBits(a[i]) == Float.floatToIntBits(b[i]);
      double d = same ? 0 : (double) a[i] - b[i];
      difference += Double.isNaN(d) ? Double.POSITIVE_INFINITY : d * d;
      size += same && Float.isNaN(b[i]) ? 0 : (double) b[i] * b[i];
    }
    return difference == 0 ? 0 : Math.sqrt(difference / size);
  }
}
