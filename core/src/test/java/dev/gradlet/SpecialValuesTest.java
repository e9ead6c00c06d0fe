package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * NaN, infinities, signed zeros and ties: values and gradients as PyTorch has them, but for what a NaN would turn into a
 * number: sign and the gradient of abs.
 */
class SpecialValuesTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  /** From x to y; the gradient of Σ y, null where it is not checked. */
  private record Case(String name, double[] x, Function<Tensor, Tensor> f, double[] y, double[] gradient) {
    @Override
    public String toString() {
      return name + " of " + Arrays.toString(x);
    }
  }

  private static double[] a(double... values) {
    return values;
  }

  private static Case of(String name, double[] x, Function<Tensor, Tensor> f, double[] y, double... gradient) {
    return new Case(name, x, f, y, gradient.length == 0 ? null : gradient);
  }

  static Stream<Case> cases() {
    return Stream.of(
        // Extrema: NaN wins, the first of equals gets all along an axis, all share globally.
        of("min along an axis", a(3, 1, 1, 2), x -> x.min(0).values(), a(1), 0, 1, 0, 0),
        of("max along an axis", a(3, 1, 3, 2), x -> x.max(0).values(), a(3), 1, 0, 0, 0),
        of("argMin", a(3, 1, 1, 2), x -> x.argMin(0), a(1)),
        of("argMax", a(3, 1, 3, 2), x -> x.argMax(0), a(0)),
        of("min", a(3, 1, 1, 2), x -> x.min(), a(1), 0, 0.5, 0.5, 0),
        of("max", a(3, 3, 3, 2), x -> x.max(), a(3), 1 / 3., 1 / 3., 1 / 3., 0),
        of("min with NaN", a(1, NAN, 0, NAN), x -> x.min(0).values(), a(NAN), 0, 1, 0, 0),
        of("max with NaN", a(1, NAN, 9, NAN), x -> x.max(0).values(), a(NAN), 0, 1, 0, 0),
        of("argMin with NaN", a(1, -INF, NAN, NAN), x -> x.argMin(0), a(2)),
        of("argMax with NaN", a(1, INF, NAN, NAN), x -> x.argMax(0), a(2)),
        of("min over all with NaN", a(1, NAN, 0), x -> x.min(), a(NAN), 0, 1, 0),
        of("max over all with two NaN", a(NAN, INF, NAN), x -> x.max(), a(NAN), 0.5, 0, 0.5),
        of("min over an axis with NaN", a(1, NAN, 0, 2), x -> x.reshape(2, 2).norm(INF, 1), a(NAN, 2), 0, NAN, 0, 1),
        of("min of infinities", a(INF, INF), x -> x.min(0).values(), a(INF), 1, 0),
        of("max of infinities", a(-INF, -INF), x -> x.max(0).values(), a(-INF), 1, 0),
        of("argMin of infinities", a(INF, INF), x -> x.argMin(0), a(0)),
        of("argMax of infinities", a(-INF, -INF), x -> x.argMax(), a(0)),
        of("argMin of a matrix", a(5, 4, 3, 3), x -> x.reshape(2, 2).argMin(), a(2)),
        of("argMin of both zeros", a(0, -0.0), x -> x.argMin(0), a(0)),
        // Pairs.
        of("maximum with NaN", a(NAN, 1, -INF), x -> x.maximum(Tensor.of(1f, (float) NAN, 2f)), a(NAN, NAN, 2)),
        of("minimum with NaN", a(NAN, 1, INF), x -> x.minimum(Tensor.of(1f, (float) NAN, 2f)), a(NAN, NAN, 2)),
        of("maximum of equals", a(2, 3, -INF), x -> x.maximum(2), a(2, 3, 2), 0.5, 1, 0),
        of("minimum of equals", a(2, 3, -INF), x -> x.minimum(2), a(2, 2, -INF), 0.5, 0, 1),
        of("maximum of zeros", a(-0.0), x -> x.maximum(0), a(0.0)),
        of("minimum of zeros", a(0.0), x -> x.minimum(-0.0), a(-0.0)),
        of("clamp", a(-2, -1, 0, 1, 2, NAN, INF, -INF), x -> x.clamp(-1, 1), a(-1, -1, 0, 1, 1, NAN, 1, -1), 0, 1, 1,
            1, 0, 0, 0, 0),
        of("clamp to infinity", a(-2, 5, INF), x -> x.clamp(0, INF), a(0, 5, INF), 0, 1, 1),
        of("relu", a(-1, 0, -0.0, 2, NAN, INF), x -> x.relu(), a(0, 0, 0, 2, NAN, INF), 0, 0, 0, 1, 1, 1),
        of("abs", a(-0.0, -INF, NAN, -2), x -> x.abs(), a(0, INF, NAN, 2), 0, -1, NAN, -1),
        of("sign", a(-0.0, -INF, NAN, 3), x -> x.sign(), a(-0.0, -1, NAN, 1)),
        of("floor", a(-1.5, -0.0, 0.9, 3e9, INF, NAN), x -> x.floor(), a(-2, -0.0, 0, 3e9, INF, NAN)),
        of("ceil", a(-1.5, -0.5, 0.1, -INF, NAN), x -> x.ceil(), a(-1, -0.0, 1, -INF, NAN)),
        of("round to even", a(-2.5, -0.5, 0.5, 1.5, 2.5, INF, NAN), x -> x.round(), a(-2, -0.0, 0, 2, 2, INF, NAN)),
        of("number minus x", a(INF, NAN, 3), x -> x.rsub(1), a(-INF, NAN, -2), -1, -1, -1),
        of("number over x", a(0, -0.0, 4, INF), x -> x.rdiv(1), a(INF, -INF, 0.25, 0)),
        of("clampMin", a(-2, -1, 0, NAN, INF), x -> x.clampMin(-1), a(-1, -1, 0, NAN, INF), 0, 1, 1, 0, 1),
        of("clampMax", a(-INF, 1, 2, NAN), x -> x.clampMax(1), a(-INF, 1, 1, NAN), 1, 1, 0, 0),
        // Order: NaN counts as the largest, both zeros as equal; the gradient goes to what was chosen.
        of("sort", a(2, NAN, -INF, 0, -0.0, INF), x -> x.sort(0).values(), a(-INF, 0, -0.0, 2, INF, NAN), 1, 1, 1, 1,
            1, 1),
        of("sort, descending", a(1, NAN, 3), x -> x.sort(0, true).values(), a(NAN, 3, 1)),
        of("argSort, descending, of both zeros", a(-0.0, 0, 1), x -> x.argSort(0, true), a(2, 0, 1)),
        of("topK", a(1, 5, NAN, 5), x -> x.topK(2, 0).values(), a(NAN, 5), 0, 1, 1, 0),
        of("median", a(4, 1, 3, 2), x -> x.median(), a(2), 0, 0, 0, 1),
        of("median with NaN", a(4, NAN, 3), x -> x.median(), a(NAN), 0, 1, 0),
        of("quantile", a(4, 1, 3, 2), x -> x.quantile(0.5), a(2.5), 0, 0, 0.5, 0.5),
        of("quantile at the end", a(4, INF, 3), x -> x.quantile(1), a(INF), 0, 1, 0),
        of("quantile on infinities", a(INF, INF, -INF), x -> x.quantile(0.5), a(INF)),
        of("quantile between infinities", a(INF, INF), x -> x.quantile(0.5), a(NAN)),
        of("quantile from −∞ on", a(-INF, 1), x -> x.quantile(0.5), a(NAN)),
        of("quantile up to ∞", a(1, INF), x -> x.quantile(0.5), a(INF)),
        of("quantile with NaN", a(4, NAN, 3), x -> x.quantile(0), a(NAN), 0, 1, 0),
        of("unique of both zeros", a(2, 1, 2, -0.0, 0), x -> x.unique().values(), a(-0.0, 1, 2)),
        of("unique with NaN", a(NAN, 1, NAN), x -> x.unique().values(), a(1, NAN, NAN)),
        of("nonzero", a(0, NAN, -0.0, 2), x -> x.nonzero().flatten(), a(1, 3)),
        of("roll backwards, far", a(1, 2, 3), x -> x.roll(Integer.MIN_VALUE, 0), a(3, 1, 2), 1, 1, 1),
        of("tril hides NaN", a(1, NAN, 3, 4), x -> x.reshape(2, 2).tril().flatten(), a(1, 0, 3, 4), 1, 0, 1, 1),
        of("diag of NaN", a(NAN, 2), x -> x.diag().flatten(), a(NAN, 0, 0, 2), 1, 1),
        // Selection.
        of("maskedFill hides NaN", a(NAN, 4), x -> x.maskedFill(x.isNaN(), 7), a(7, 4), 0, 1),
        of("maskedSelect", a(NAN, 4, INF, 5), x -> x.maskedSelect(x.isFinite()), a(4, 5), 0, 1, 0, 1),
        of("where hides NaN", a(NAN, 4), x -> Tensor.where(Tensor.of(false, true), x, 7), a(7, 4), 0, 1),
        of("where of NaN", a(NAN, 1, -1), x -> Tensor.where(x.gt(0), 1, x), a(NAN, 1, -1)),
        of("where above", a(NAN, 1, -1, 0), x -> Tensor.where(x.gt(0), x.mul(2), 5), a(5, 2, 5, 5), 0, 2, 0, 0),
        of("eq", a(NAN, 0, INF), x -> x.eq(Tensor.of((float) NAN, -0f, (float) INF)), a(0, 1, 1)),
        of("ne", a(NAN, 0, INF), x -> x.ne(Tensor.of((float) NAN, -0f, (float) INF)), a(1, 0, 0)),
        of("le", a(NAN, 0, -INF), x -> x.le(-0.0), a(0, 1, 1)),
        of("gt", a(NAN, INF, -INF), x -> x.gt(1), a(0, 1, 0)),
        // Powers and roots.
        of("pow 0", a(0, NAN, INF, -2), x -> x.pow(0), a(1, 1, 1, 1), 0, 0, 0, 0),
        of("pow of 1", a(NAN, INF, -INF), x -> Tensor.of(1f, 1f, 1f).pow(x.detach()), a(1, 1, 1)),
        of("pow of -1", a(INF, -INF, NAN, 3), x -> Tensor.of(-1f, -1f, -1f, -1f).pow(x.detach()), a(1, 1, NAN, -1)),
        of("pow of a number of 1", a(1, -1, 2, 0.5), x -> x.pow(INF), a(1, 1, INF, 0)),
        of("pow of a number that is NaN", a(1, -1, 2), x -> x.pow(NAN), a(1, NAN, NAN)),
        of("pow 0.5 of a negative", a(-1), x -> x.pow(0.5), a(NAN)),
        of("pow 1.5 of a negative", a(-2, 0, INF), x -> x.pow(1.5), a(NAN, 0, INF)),
        of("pow 2", a(-3, 0, INF), x -> x.pow(2), a(9, 0, INF), -6, 0, INF),
        of("pow 1", a(-3, 0), x -> x.pow(1), a(-3, 0), 1, 1),
        of("pow -1", a(0, -0.0, 2), x -> x.pow(-1), a(INF, -INF, 0.5), -INF, -INF, -0.25),
        of("pow tensor 0", a(0, -1, 3), x -> x.pow(Tensor.of(0f, 0f, 0f)), a(1, 1, 1), 0, 0, 0),
        of("pow as exponent", a(2, 0, 3), x -> Tensor.of(0f, 0f, 1f).pow(x), a(0, 1, 1), 0, 0, 0),
        of("sqrt", a(0, -1, INF), x -> x.sqrt(), a(0, NAN, INF), INF, NAN, 0),
        of("rsqrt", a(0, INF, -1), x -> x.rsqrt(), a(INF, 0, NAN)),
        of("reciprocal", a(0, -0.0, INF), x -> x.reciprocal(), a(INF, -INF, 0)),
        of("div by 0", a(1, -1, 0), x -> x.div(0), a(INF, -INF, NAN)),
        // Functions.
        of("exp", a(-INF, INF, NAN, 0), x -> x.exp(), a(0, INF, NAN, 1), 0, INF, NAN, 1),
        of("log", a(0, -0.0, -1, INF, 1), x -> x.log(), a(-INF, -INF, NAN, INF, 0)),
        of("log1p", a(-1, -2, 0, INF), x -> x.log1p(), a(-INF, NAN, 0, INF)),
        of("expm1", a(-INF, -0.0, INF), x -> x.expm1(), a(-1, -0.0, INF)),
        of("tanh", a(-INF, INF, NAN, -0.0), x -> x.tanh(), a(-1, 1, NAN, -0.0), 0, 0, NAN, 1),
        of("sigmoid", a(-INF, INF, NAN, 0, -1000, 1000), x -> x.sigmoid(), a(0, 1, NAN, 0.5, 0, 1), 0, 0, NAN, 0.25,
            0, 0),
        of("erf", a(-INF, INF, NAN, -0.0, 100), x -> x.erf(), a(-1, 1, NAN, -0.0, 1), 0, 0, NAN, 1.1283791670955126, 0),
        of("softplus", a(-INF, INF, NAN, 1000, -1000), x -> x.softplus(), a(0, INF, NAN, 1000, 0), 0, 1, NAN, 1, 0),
        of("sin", a(INF, NAN, 0), x -> x.sin(), a(NAN, NAN, 0)),
        of("cos", a(-INF, 0), x -> x.cos(), a(NAN, 1)),
        of("tan", a(INF, -0.0, 1), x -> x.tan(), a(NAN, -0.0, 1.5574077246549023)),
        of("atan", a(-INF, -0.0, 1, NAN), x -> x.atan(), a(-Math.PI / 2, -0.0, Math.PI / 4, NAN), 0, 1, 0.5, NAN),
        of("sinh", a(-INF, 1e-20, 1, NAN), x -> x.sinh(), a(-INF, 1e-20, 1.1752011936438014, NAN)),
        of("cosh", a(-INF, 0, 1, NAN), x -> x.cosh(), a(INF, 1, 1.543080634815244, NAN)),
        // Reductions.
        of("prod with a zero", a(2, 0, 3, 4, 5), x -> x.prod(), a(0), 0, 120, 0, 0, 0),
        of("prod with two zeros", a(2, 0, 0), x -> x.prod(), a(0), 0, 0, 0),
        of("nanSum", a(NAN, 1, 2), x -> x.nanSum(), a(3), 0, 1, 1),
        of("nanMean", a(NAN, 1, 2), x -> x.nanMean(), a(1.5), 0, 0.5, 0.5),
        of("amax of ties over two axes", a(1, 5, 5, 2), x -> x.reshape(2, 2).amax(0, 1), a(5), 0, 0.5, 0.5, 0),
        of("amin with NaN", a(1, NAN), x -> x.amin(), a(NAN), 0, 1),
        of("norm 3 at 0", a(0, 0), x -> x.norm(3), a(0), 0, 0),
        of("norm 3 with a zero", a(2, 0), x -> x.norm(3), a(2), 1, 0),
        of("norm of one half with a zero", a(4, 0), x -> x.norm(0.5), a(4), 1, 0),
        of("norm 0 with NaN", a(4, 0, NAN), x -> x.norm(0), a(2)),
        of("norm of minus infinity", a(-4, 3), x -> x.norm(-INF), a(3), 0, 1),
        of("sum of infinities", a(INF, -INF), x -> x.sum(), a(NAN), 1, 1),
        of("norm at 0", a(0, 0), x -> x.norm(), a(0), 0, 0),
        of("norm 1 at 0", a(0, -2), x -> x.norm(1), a(2), 0, -1),
        of("norm of infinity of ties", a(-2, 2), x -> x.norm(INF), a(2), -0.5, 0.5),
        of("norm of infinity at 0", a(0, 0), x -> x.norm(INF), a(0), 0, 0),
        of("norm of an infinite vector", a(INF, 1), x -> x.norm(), a(INF)),
        of("std of equals", a(3, 3, 3), x -> x.std(), a(0), 0, 0, 0),
        of("std of one", a(3), x -> x.std(), a(NAN)),
        of("var of one", a(3), x -> x.var(), a(NAN)),
        of("var of one, biased", a(3), x -> x.var(false, false), a(0), 0),
        of("std of one, biased", a(3), x -> x.std(false, false), a(0), 0),
        of("root of a variance of 0", a(3, 3), x -> x.var().sqrt(), a(0), NAN, NAN),
        of("mean with NaN", a(1, NAN), x -> x.mean(), a(NAN), 0.5, 0.5),
        of("softmax of large", a(1000, 1000, -1000), x -> x.softmax(0), a(0.5, 0.5, 0)),
        of("softmax with -inf", a(-INF, 0, 0), x -> x.softmax(0), a(0, 0.5, 0.5), 0, 0, 0),
        of("softmax of -inf", a(-INF, -INF), x -> x.softmax(0), a(NAN, NAN)),
        of("softmax with NaN", a(NAN, 1), x -> x.softmax(0), a(NAN, NAN)),
        of("logSoftmax of large", a(1000, 1000), x -> x.logSoftmax(0), a(-Math.log(2), -Math.log(2)), 0, 0),
        of("logSoftmax with -inf", a(-INF, 3), x -> x.logSoftmax(0), a(-INF, 0)),
        of("logSumExp of large", a(1000, 1000), x -> x.logSumExp(), a(1000 + Math.log(2)), 0.5, 0.5),
        of("logSumExp of -inf", a(-INF, -INF), x -> x.logSumExp(), a(-INF), 0, 0),
        of("logSumExp with inf", a(INF, 1), x -> x.logSumExp(), a(INF), 1, 0),
        of("logSumExp with inf and a large one", a(INF, 1000, 1), x -> x.logSumExp(), a(INF), 1, 0, 0),
        of("logSumExp with both infinities", a(INF, -INF), x -> x.logSumExp(), a(INF), 1, 0),
        of("logSumExp with NaN", a(NAN, 1), x -> x.logSumExp(), a(NAN), NAN, NAN),
        of("logSumExp of rows, one of -inf", a(-INF, -INF, 0, 0), x -> x.reshape(2, 2).logSumExp(1).exp(), a(0, 2), 0,
            0, 1, 1),
        of("softmax with inf", a(INF, 1), x -> x.softmax(0), a(NAN, NAN)),
        of("softmax with inf and a large one", a(1, INF, 1000), x -> x.softmax(0), a(NAN, NAN, NAN)),
        of("logSoftmax with inf", a(INF, 1000, 1), x -> x.logSoftmax(0), a(NAN, NAN, NAN)),
        of("softmax of rows, one with inf", a(INF, 1, 0, 0), x -> x.reshape(2, 2).softmax(1).reshape(4),
            a(NAN, NAN, 0.5, 0.5)),
        of("logSumExp with -inf", a(-INF, 2), x -> x.logSumExp(), a(2), 0, 1),
        of("any with NaN", a(0, NAN), x -> x.any(), a(1)),
        of("all with NaN", a(NAN, 1), x -> x.all(), a(1)),
        of("all with -0", a(-0.0, 1), x -> x.all(), a(0)),
        // Conversions.
        of("to INT32", a(-1.9, 1.9, NAN), x -> x.to(DType.INT32), a(-1, 1, 0)),
        of("to BOOL", a(-0.0, 0.1, NAN), x -> x.to(DType.BOOL), a(0, 1, 1)),
        // Nothing at all.
        of("sum of nothing", a(), x -> x.sum(), a(0)),
        of("mean of nothing", a(), x -> x.mean(), a(NAN)),
        of("norm of nothing", a(), x -> x.norm(), a(0)),
        of("softmax of nothing", a(), x -> x.softmax(0), a()),
        of("logSumExp of nothing", a(), x -> x.logSumExp(), a(-INF)),
        of("any of nothing", a(), x -> x.any(), a(0)),
        of("all of nothing", a(), x -> x.all(), a(1)),
        of("exp of nothing", a(), x -> x.exp(), a()),
        of("sum over an empty axis", a(), x -> x.reshape(3, 0).sum(1), a(0, 0, 0)),
        of("matmul over nothing", a(), x -> x.reshape(2, 0).matmul(Tensor.zeros(0, 2)), a(0, 0, 0, 0)),
        of("concat with nothing", a(1, 2), x -> Tensor.concat(0, Tensor.zeros(0), x), a(1, 2), 1, 1));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void value_specialInFloat32_isAsInPyTorch(Case c) {
    check(c, DType.FLOAT32, 1e-6);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void value_specialInFloat64_isAsInPyTorch(Case c) {
    check(c, DType.FLOAT64, 1e-15);
  }

  private static void check(Case c, DType dtype, double tolerance) {
    Tensor x = Tensor.of(c.x).to(dtype).requireGrad();
    Tensor y = c.f.apply(x);
    compare("value", y, c.y, tolerance);
    if (c.gradient != null) {
      y.backward(Tensor.onesLike(y));
      compare("gradient", x.grad(), c.gradient, tolerance);
    }
  }

  private static void compare(String what, Tensor actual, double[] expected, double tolerance) {
    double[] values = actual.toDoubleArray();
    assertThat(values).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < values.length; i++) {
      boolean close = Double.isFinite(expected[i]) && expected[i] != 0
          ? Math.abs(values[i] - expected[i]) <= tolerance * Math.abs(expected[i])
          : what.equals("gradient") ? expected[i] == values[i] || expected[i] != expected[i] && values[i] != values[i]
          : Double.compare(values[i], expected[i]) == 0;
      assertThat(close).as("%s %s, should be %s", what, Arrays.toString(values), Arrays.toString(expected)).isTrue();
    }
  }
}
