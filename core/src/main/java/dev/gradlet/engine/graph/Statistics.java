package dev.gradlet.engine.graph;

import java.lang.reflect.Array;

/**
 * What can be said of many elements in a line. Minimum, maximum, mean and standard deviation (that of a sample, n − 1) are
 * those of the finite ones; NaN where there are none, or just one for the deviation.
 */
public record Statistics(long count, double min, double max, double mean, double std, long nan, long infinite) {

  public static Statistics of(Data data) {
    Data once = data.unrepeated().rowMajor();
    int n = once.shape().elements() == 0 ? 0 : Math.min((int) once.shape().elements(), Array.getLength(once.array));
    long repetitions = n == 0 ? 0 : data.shape().elements() / n;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    long nan = 0;
    long infinite = 0;
    for (int i = 0; i < n; i++) {
      double x = Storage.read(once.dtype, once.array, i);
      if (Double.isFinite(x)) {
        min = Math.min(min, x);
        max = Math.max(max, x);
        sum += x;
      } else if (Double.isNaN(x)) {
        nan++;
      } else {
        infinite++;
      }
    }
    long finite = n - nan - infinite;
    double mean = sum / finite;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double x = Storage.read(once.dtype, once.array, i);
      squares += Double.isFinite(x) ? (x - mean) * (x - mean) : 0;
    }
    double std = Math.sqrt(squares * repetitions / (finite * repetitions - 1));
    boolean none = finite == 0;
    return new Statistics(
        data.shape().elements(), none ? Double.NaN : min, none ? Double.NaN : max, mean,
        finite * repetitions > 1 ? std : Double.NaN, nan * repetitions, infinite * repetitions);
  }
}
