package dev.gradlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.ReferenceFormulas;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The float32 functions against double, within the bounds that they document. Of all floats one in {@code every} is
 * tried; {@code -Dgradlet.argLine=-Dgradlet.every=1} tries each and prints where the worst is.
 */
@Tag("parity")
class FloatFunctionsTest {
  private static final int EVERY = Integer.getInteger("gradlet.every", 40_009);
  private static final long FLOATS = 1L << 32;
  private static final int PARTS = 1 << 12;

  /** An argument and how far its result is from the exact one, in units in the last place of that. */
  private record Error(float x, double ulps) {
    Error max(Error other) {
      return other.ulps > ulps ? other : this;
    }
  }

  static Stream<Arguments> functions() {
    return Stream.of(
        function("exp", 1.7, FloatFunctions::exp, StrictMath::exp),
        function("expm1", 1.6, FloatFunctions::expm1, StrictMath::expm1),
        function("log", 1, FloatFunctions::log, StrictMath::log),
        function("log1p", 1.6, FloatFunctions::log1p, StrictMath::log1p),
        function("sin", 1.8, FloatFunctions::sin, StrictMath::sin),
        function("cos", 1.9, FloatFunctions::cos, StrictMath::cos),
        function("tanh", 2.6, FloatFunctions::tanh, StrictMath::tanh),
        function("sigmoid", 3.5, FloatFunctions::sigmoid, x -> 1 / (1 + StrictMath.exp(-x))),
        function("softplus", 3.6, FloatFunctions::softplus,
            x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)))),
        function("erf", 3.2, FloatFunctions::erf, ReferenceFormulas::erf));
  }

  private static Arguments function(String name, double bound, Loops.Unary<float[]> function, DoubleUnaryOperator exact) {
    return Arguments.of(name, bound, function, exact);
  }

  @ParameterizedTest(name = "{0} within {1} ulp")
  @MethodSource("functions")
  void function_ofFloats_staysWithinItsBound(
      String name, double bound, Loops.Unary<float[]> function, DoubleUnaryOperator exact) {
    Error worst = IntStream.range(0, PARTS)
        .parallel()
        .mapToObj(part -> worst(FLOATS / PARTS * part, FLOATS / PARTS * (part + 1), function, exact))
        .reduce(new Error(0, 0), Error::max);
    if (EVERY == 1) {
      System.out.printf("%s: %.3f ulp at %s%n", name, worst.ulps, worst.x);
    }
    assertThat(worst.ulps).as("%s(%s)", name, worst.x).isLessThanOrEqualTo(bound);
  }

  private static Error worst(long from, long to, Loops.Unary<float[]> function, DoubleUnaryOperator exact) {
    Error worst = new Error(0, 0);
    float[] x = new float[Loops.TILE];
    float[] y = new float[Loops.TILE];
    long bits = from + (EVERY - from % EVERY) % EVERY;
    while (bits < to) {
      int n = 0;
      for (; n < x.length && bits < to; bits += EVERY) {
        x[n++] = Float.intBitsToFloat((int) bits);
      }
      function.apply(x, y, n);
      for (int i = 0; i < n; i++) {
        worst = worst.max(new Error(x[i], ulps(y[i], exact.applyAsDouble(x[i]))));
      }
    }
    return worst;
  }

  /** Infinite where only one of the two is NaN, or infinite. */
  private static double ulps(float y, double exact) {
    float rounded = (float) exact;
    if (Float.isNaN(rounded) || Float.isInfinite(rounded)) {
      return Float.compare(y, rounded) == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    double ulps = Math.abs(y - exact) / Math.ulp(rounded);
    return Double.isNaN(ulps) ? Double.POSITIVE_INFINITY : ulps;
  }
}
