package dev.gradlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.Interpreted;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("parity")
class DoubleFunctionsTest {
  private static final MathContext DIGITS = new MathContext(60);
  private static final BigDecimal NOTHING = new BigDecimal("1e-25");
  private static final BigDecimal TWO_BY_ROOT_PI = BigDecimal.valueOf(2).divide(
      new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459").sqrt(DIGITS), DIGITS);

  /** Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)) · 2/√π, as far as terms are more than nothing beside x. */
  private static double erf(double x) {
    BigDecimal power = new BigDecimal(x, DIGITS);
    BigDecimal square = power.pow(2, DIGITS);
    BigDecimal sum = power;
    BigDecimal least = power.abs().multiply(NOTHING);
    for (int n = 1; power.abs().compareTo(least) > 0; n++) {
      power = power.multiply(square, DIGITS).divide(BigDecimal.valueOf(-n), DIGITS);
      sum = sum.add(power.divide(BigDecimal.valueOf(2 * n + 1), DIGITS), DIGITS);
    }
    return sum.multiply(TWO_BY_ROOT_PI, DIGITS).doubleValue();
  }

  @ParameterizedTest
  @CsvSource({"0, 1e-300", "0, 0.1", "0.1, 1", "1, 1.5", "1.5, 6", "6, 7"})
  void erf_range_staysWithinItsBound(double low, double high) {
    SplittableRandom random = new SplittableRandom(3);
    double[] x = random.doubles(Interpreted.fewer(2000), low, high).map(a -> random.nextBoolean() ? a : -a).toArray();
    double[] y = new double[x.length];
    DoubleFunctions.erf(x, y, x.length);
    for (int i = 0; i < x.length; i++) {
      double exact = erf(x[i]);
      assertThat(Math.abs(y[i] - exact)).as("erf(%s)", x[i]).isLessThanOrEqualTo(8 * Math.ulp(exact));
    }
  }
}
