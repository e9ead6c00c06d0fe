package dev.gradlet.kernel;

/** Functions of doubles that {@link StrictMath} has otherwise. */
public final class DoubleFunctions {
  private DoubleFunctions() {}

  /** y = aᵇ. */
  public static void pow(double[] a, double[] b, double[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = pow(a[i], b[i]);
  }

  /** Arguments beyond which the result is ±1. */
  private static final double ERF_MAX = 6;

  /** Arguments from which what is missing to ±1 is computed. */
  private static final double ERFC_MIN = 1.5;

  private static final int ERFC_TERMS = 80;
  private static final double ROOT_OF_PI = Math.sqrt(Math.PI);

  /** y = 2/√π · ∫₀ˣ exp(−t²) dt, within 8 ulp. */
  public static void erf(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = erf(x[i]);
  }

  private static double erf(double x) {
    double a = Math.abs(x);
    if (!(a < ERF_MAX)) {
      return Math.signum(x);
    }
    double square = a * a;
    double density = StrictMath.exp(-square) * (1 - Math.fma(a, a, -square)) / ROOT_OF_PI;
    return a >= ERFC_MIN ? Math.copySign(1 - density * erfcFraction(a), x) : 2 * density * erfSeries(x, square);
  }

  /** Σ 2ᵏ x²ᵏ⁺¹ / (2k + 1)!!, in which nothing cancels (Abramowitz and Stegun 1964, 7.1.6). */
  private static double erfSeries(double x, double square) {
    double term = x;
    double sum = x;
    double before;
    int k = 1;
    do {
      before = sum;
      term *= 2 * square / (2 * k++ + 1);
      sum += term;
    } while (sum != before);
    return sum;
  }

  /** 1/(a + ½/(a + 1/(a + 3/2/(a + …)))), where it converges fast (Abramowitz and Stegun 1964, 7.1.14). */
  private static double erfcFraction(double a) {
    double denominator = a;
    for (int k = ERFC_TERMS; k > 0; k--) {
      denominator = a + 0.5 * k / denominator;
    }
    return 1 / denominator;
  }

  private static final double LN_2 = Math.log(2);

  /** log₂ x, exact for powers of 2, within 3 ulp elsewhere. */
  public static double log2(double x) {
    if (!(x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE)) {
      return x > 0 && x < 1 ? log2(x * 0x1p54) - 54 : StrictMath.log(x);
    }
    int exponent = Math.getExponent(x);
    double mantissa = Math.scalb(x, -exponent);
    return mantissa > 1.5
        ? exponent + 1 + StrictMath.log(mantissa / 2) / LN_2
        : exponent + StrictMath.log(mantissa) / LN_2;
  }

  /** IEEE 754: 1 to any power is 1, NaN included; −1 to an infinite one is 1. {@code StrictMath} has NaN for both. */
  static double pow(double a, double b) {
    return a == 1 || (a == -1 && Double.isInfinite(b)) ? 1 : StrictMath.pow(a, b);
  }
}
