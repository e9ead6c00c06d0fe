package dev.gradlet.benchmarks.table;

import java.util.List;

final class Statistics {
  private Statistics() {}

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return n == 0 ? Double.NaN : (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }

  /** The largest |a − b| of two lists of arrays, each array relative to its largest |b|. */
  static double distance(List<float[]> a, List<float[]> b) {
    double worst = a.size() == b.size() ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      float[] x = a.get(i);
      float[] y = b.get(i);
      double scale = 0;
      double difference = x.length == y.length ? 0 : Double.POSITIVE_INFINITY;
      for (int j = 0; j < Math.min(x.length, y.length); j++) {
        scale = Math.max(scale, Math.abs(y[j]));
        // A NaN on one side only is a difference; a method without a number returns one on both.
        boolean bothNaN = Float.isNaN(x[j]) && Float.isNaN(y[j]);
        double d = Math.abs((double) x[j] - y[j]);
        difference = Math.max(difference, bothNaN ? 0 : Double.isNaN(d) ? Double.POSITIVE_INFINITY : d);
      }
      worst = Math.max(worst, difference == 0 ? 0 : difference / scale);
    }
    return worst;
  }
}
