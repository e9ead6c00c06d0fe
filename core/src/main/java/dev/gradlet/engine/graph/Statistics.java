package dev.gradlet.engine.graph;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A summary of many elements. Minimum, maximum, mean and standard deviation (of a sample, n − 1) are those of the
 * finite elements: NaN if there are none, the deviation also if there is only one.
 */
public record Statistics(long count, double min, double max, double mean, double std, long nan, long infinite) {

  public static Statistics of(Data data) {
    Data once = data.unrepeated().contiguous();
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

  /** The number with so many significant digits, without trailing zeros. */
  public static String number(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
    } else if (value == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits)).stripTrailingZeros();
    boolean plain = Math.abs(value) >= 1e-4 && Math.abs(value) < 1e7;
    return plain ? rounded.toPlainString() : rounded.toString().replace("E+", "e").replace("E", "e");
  }

  /** As {@code min -1.5, max 2, mean 0.1, std 0.9, 5 % NaN}. */
  @Override
  public String toString() {
    long finite = count - nan - infinite;
    String text = finite == 0 ? "" : ", min " + number(min, 4) + ", max " + number(max, 4) + ", mean " + number(mean, 4)
        + (Double.isNaN(std) ? "" : ", std " + number(std, 4));
    text += share(nan, "NaN") + share(infinite, "infinite");
    return text.isEmpty() ? "" : text.substring(2);
  }

  private String share(long part, String what) {
    return part == 0 ? "" : ", " + number(100.0 * part / count, 3) + " % " + what;
  }
}
