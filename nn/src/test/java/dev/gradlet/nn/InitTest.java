package dev.gradlet.nn;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InitTest {
  private static final long[] SHAPE = {60, 20, 3};
  private static final double IN = 60;
  private static final double OUT = 180;

  private static Parameter weight(long... shape) {
    return Parameter.of(Tensor.zeros(DType.FLOAT64, shape));
  }

  /** The deviation that each name promises, and whether values are uniform, so within ±√3 deviations. */
  static Stream<Arguments> random() {
    return Stream.of(
        row("uniform", (w, r) -> Init.uniform(w, -2, 2, r), 2 / Math.sqrt(3), true),
        row("normal", (w, r) -> Init.normal(w, 0, 3, r), 3, false),
        row(
            "Xavier, uniform", (w, r) -> Init.xavierUniform(w, Init.TANH, r), 5 / 3.0 * Math.sqrt(2 / (IN + OUT)),
            true),
        row("Xavier, normal", (w, r) -> Init.xavierNormal(w, 1, r), Math.sqrt(2 / (IN + OUT)), false),
        row("Kaiming, uniform", (w, r) -> Init.kaimingUniform(w, Init.RELU, r), Math.sqrt(2 / IN), true),
        row("Kaiming, normal", (w, r) -> Init.kaimingNormal(w, Init.leakyReLU(2), r), Math.sqrt(0.4 / IN), false));
  }

  private static Arguments row(
      String name, BiFunction<Parameter, Generator, Parameter> init, double deviation, boolean isUniform) {
    return Arguments.of(name, init, deviation, isUniform);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("random")
  void init_byName_hasThePromisedSpreadAndFollowsTheGenerator(
      String name, BiFunction<Parameter, Generator, Parameter> init, double deviation, boolean isUniform) {
    Parameter w = weight(SHAPE);

    assertThat(init.apply(w, new Generator(1))).isSameAs(w);

    assertThat(w.mean().item()).isBetween(-0.06 * deviation, 0.06 * deviation);
    assertThat(w.std().item() / deviation).isBetween(0.97, 1.03);
    double most = w.abs().max().item() / deviation;
    assertThat(most).isBetween(isUniform ? 1.72 : 3, isUniform ? Math.sqrt(3) : 6);
    assertThat(init.apply(weight(SHAPE), new Generator(1)).toDoubleArray()).isEqualTo(w.toDoubleArray());
    assertThat(init.apply(weight(SHAPE), new Generator(2)).toDoubleArray()).isNotEqualTo(w.toDoubleArray());
  }

  @Test
  void init_withoutAGenerator_followsTheStandardOne() {
    double[][] drawn = new double[2][];
    for (int i = 0; i < drawn.length; i++) {
      Generator.seed(5);
      drawn[i] = Tensor.stack(
          0, Init.uniform(weight(4, 4), -1, 1), Init.normal(weight(4, 4), 0, 1), Init.xavierUniform(weight(4, 4), 1),
          Init.xavierNormal(weight(4, 4), 1), Init.kaimingUniform(weight(4, 4), 1), Init.kaimingNormal(weight(4, 4), 1),
          Init.orthogonal(weight(4, 4), 1)).toDoubleArray();
    }

    assertThat(drawn[0]).isEqualTo(drawn[1]).doesNotContain(0);
  }

  @Test
  void constant_values_areEverywhere() {
    assertThat(Init.constant(weight(2, 2), 0.5).toDoubleArray()).containsOnly(0.5);
    assertThat(Init.ones(weight(3)).toDoubleArray()).containsOnly(1);
    assertThat(Init.zeros(Init.ones(weight(3))).toDoubleArray()).containsOnly(0);
  }

  @Test
  void orthogonal_rowsOrColumns_areOrthogonalAndOfLengthGain() {
    for (long[] shape : new long[][] {{5, 8}, {8, 5}, {4, 3, 2}, {6, 6}}) {
      Tensor w = Init.orthogonal(weight(shape), 2, new Generator(3)).flatten(1, -1);
      boolean isWide = w.size(0) <= w.size(1);
      Tensor products = isWide ? w.matmul(w.transpose()) : w.transpose().matmul(w);
      assertClose("products", products, Tensor.eye(products.size(0), DType.FLOAT64).mul(4), 1e-13);
    }
  }

  @Test
  void badInput_isRefusedWithASentence() {
    Parameter w = weight(2, 2);
    assertRefused(
        () -> Init.uniform(w, 1, 0, new Generator(1)), "Init: low 1.0 must be finite and not exceed high 0.0");
    assertRefused(
        () -> Init.normal(w, 0, -1, new Generator(1)), "Init: deviation -1.0 must be a finite number, 0 or more");
    assertRefused(
        () -> Init.xavierUniform(weight(3), 1, new Generator(1)),
        "Init: parameter [3] must be a weight [out, in, ...] of two axes or more");
    assertRefused(
        () -> Init.orthogonal(weight(3), 1, new Generator(1)),
        "Init: parameter [3] must be a weight [out, in, ...] of two axes or more");
    assertRefused(
        () -> Init.kaimingNormal(w, 0, new Generator(1)), "Init: gain 0.0 must be a finite number above 0");
    assertThat(w.toDoubleArray()).containsOnly(0);
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }
}
