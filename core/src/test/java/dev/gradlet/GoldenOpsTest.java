package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.testing.GoldenCase;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation against values and gradients computed by PyTorch, in both dtypes. */
class GoldenOpsTest {

  /** What each operation of the file is here: from the inputs and the case to the output. */
  private static final Map<String, BiFunction<Tensor[], GoldenCase, Tensor>> OPERATIONS =
      Map.ofEntries(
          Map.entry("neg", (x, c) -> x[0].neg()),
          Map.entry("abs", (x, c) -> x[0].abs()),
          Map.entry("exp", (x, c) -> x[0].exp()),
          Map.entry("log", (x, c) -> x[0].log()),
          Map.entry("log1p", (x, c) -> x[0].log1p()),
          Map.entry("sin", (x, c) -> x[0].sin()),
          Map.entry("cos", (x, c) -> x[0].cos()),
          Map.entry("tanh", (x, c) -> x[0].tanh()),
          Map.entry("sigmoid", (x, c) -> x[0].sigmoid()),
          Map.entry("relu", (x, c) -> x[0].relu()),
          Map.entry("softplus", (x, c) -> x[0].softplus()),
          Map.entry("sqrt", (x, c) -> x[0].sqrt()),
          Map.entry("rsqrt", (x, c) -> x[0].rsqrt()),
          Map.entry("square", (x, c) -> x[0].square()),
          Map.entry("reciprocal", (x, c) -> x[0].reciprocal()),
          Map.entry("pow", (x, c) -> x[0].pow(c.number("exponent", 0))),
          Map.entry("clamp", (x, c) -> x[0].clamp(c.number("min", 0), c.number("max", 0))),
          Map.entry("add", (x, c) -> x[0].add(x[1])),
          Map.entry("sub", (x, c) -> x[0].sub(x[1])),
          Map.entry("mul", (x, c) -> x[0].mul(x[1])),
          Map.entry("div", (x, c) -> x[0].div(x[1])),
          Map.entry("pow_tensor", (x, c) -> x[0].pow(x[1])),
          Map.entry("maximum", (x, c) -> x[0].maximum(x[1])),
          Map.entry("minimum", (x, c) -> x[0].minimum(x[1])),
          Map.entry("where_gt0", (x, c) -> Tensor.where(x[0].gt(0), x[1], x[2])),
          Map.entry("sum", (x, c) -> x[0].sum(keepDim(c), axes(c))),
          Map.entry("mean", (x, c) -> x[0].mean(keepDim(c), axes(c))),
          Map.entry("var", (x, c) -> x[0].var(c.option("unbiased", "True").equals("True"), keepDim(c), axes(c))),
          Map.entry("norm", (x, c) -> x[0].norm(c.number("p", 2), keepDim(c), axes(c))),
          Map.entry("logsumexp", (x, c) -> x[0].logSumExp(keepDim(c), axes(c))),
          Map.entry("softmax", (x, c) -> x[0].softmax(axes(c)[0])),
          Map.entry("log_softmax", (x, c) -> x[0].logSoftmax(axes(c)[0])),
          Map.entry("min", (x, c) -> axes(c).length == 0 ? x[0].min() : x[0].min(axes(c)[0], keepDim(c)).values()),
          Map.entry("max", (x, c) -> axes(c).length == 0 ? x[0].max() : x[0].max(axes(c)[0], keepDim(c)).values()),
          Map.entry("matmul", (x, c) -> x[0].matmul(x[1])),
          Map.entry("reshape", (x, c) -> x[0].reshape(numbers(c, "shape"))),
          Map.entry("permute", (x, c) -> x[0].permute(ints(c, "axes"))),
          Map.entry("permute_reshape", (x, c) -> x[0].permute(ints(c, "axes")).reshape(numbers(c, "shape"))),
          Map.entry("transpose", (x, c) -> x[0].transpose(axes(c)[0], axes(c)[1])),
          Map.entry("unsqueeze", (x, c) -> x[0].unsqueeze(axes(c)[0])),
          Map.entry("squeeze", (x, c) -> x[0].squeeze(axes(c)[0])),
          Map.entry("expand", (x, c) -> x[0].expand(numbers(c, "shape"))),
          Map.entry("repeat", (x, c) -> x[0].repeat(numbers(c, "times"))),
          Map.entry("narrow", (x, c) -> x[0].narrow(axes(c)[0], (int) c.number("start", 0), (int) c.number("length",
              0))),
          Map.entry("cat", (x, c) -> Tensor.concat(axes(c)[0], x)),
          Map.entry("stack", (x, c) -> Tensor.stack(axes(c)[0], x)),
          Map.entry("gather", (x, c) ->
              x[0].gather(axes(c)[0], Tensor.of(ints(c, "index")).reshape(numbers(c, "index_shape")))),
          Map.entry("index_select", (x, c) -> x[0].indexSelect(axes(c)[0], Tensor.of(ints(c, "index")))));

  static Stream<Arguments> cases() {
    return GoldenCase.read("ops.txt").stream()
        .flatMap(c -> Stream.of(Arguments.of(DType.FLOAT64, c), Arguments.of(DType.FLOAT32, c)));
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("cases")
  void operation_ofGoldenInputs_hasGoldenValueAndGradients(DType dtype, GoldenCase c) {
    Tensor[] x = c.arrays("in").stream().map(values -> tensor(values, dtype).requireGrad()).toArray(Tensor[]::new);
    Tensor y = OPERATIONS.get(c.op()).apply(x, c);

    check(c, "value", y, c.array("out"), dtype);
    if (!c.arrays("idx").isEmpty()) {
      int axis = axes(c)[0];
      Tensor indices = c.op().equals("min") ? x[0].argMin(axis, keepDim(c)) : x[0].argMax(axis, keepDim(c));
      check(c, "indices", indices, c.array("idx"), dtype);
    }
    if (c.arrays("cot").isEmpty()) {
      return;
    }
    y.backward(tensor(c.array("cot"), dtype));
    List<GoldenCase.Values> gradients = c.arrays("grad");
    Tensor[] differentiable = c.op().equals("where_gt0") ? Arrays.copyOfRange(x, 1, 3) : x;
    assertThat(gradients).hasSameSizeAs(differentiable);
    for (int i = 0; i < gradients.size(); i++) {
      check(c, "gradient " + i, differentiable[i].grad(), gradients.get(i), dtype);
    }
  }

  private static Tensor tensor(GoldenCase.Values values, DType dtype) {
    return Tensor.of(values.values()).to(dtype).reshape(values.dims());
  }

  private static void check(GoldenCase c, String what, Tensor actual, GoldenCase.Values expected, DType dtype) {
    double tolerance = dtype == DType.FLOAT64 ? 1e-10 : tolerance32(c);
    assertThat(actual.shape()).as("shape of %s", what).isEqualTo(Shape.of(expected.dims()));
    double[] values = actual.toDoubleArray();
    double scale = Arrays.stream(expected.values()).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    for (int i = 0; i < values.length; i++) {
      double e = dtype == DType.FLOAT64 ? expected.values()[i] : (float) expected.values()[i];
      boolean close = Double.isFinite(e) ? Math.abs(values[i] - e) <= tolerance * Math.max(1, scale)
          : Double.compare(values[i], e) == 0;
      assertThat(close).as("%s[%d] is %s, should be %s", what, i, values[i], e).isTrue();
    }
  }

  private static double tolerance32(GoldenCase c) {
    return 1e-5;
  }

  private static boolean keepDim(GoldenCase c) {
    return c.option("keepdim", "False").equals("True");
  }

  private static int[] axes(GoldenCase c) {
    String key = c.options().containsKey("axis") ? "axis" : "axes";
    String given = c.option(key, "None");
    return given.equals("None") || given.equals("all") || given.isEmpty() ? new int[0] : ints(c, key);
  }

  private static int[] ints(GoldenCase c, String key) {
    return Arrays.stream(numbers(c, key)).mapToInt(Math::toIntExact).toArray();
  }

  private static long[] numbers(GoldenCase c, String key) {
    return Arrays.stream(c.option(key, "").split("[,x]")).mapToLong(Long::parseLong).toArray();
  }
}
