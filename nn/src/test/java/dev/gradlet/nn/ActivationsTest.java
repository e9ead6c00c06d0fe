package dev.gradlet.nn;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationsTest {
  private static final double[] X = {-3, -1, -0.25, 0.5, 1, 4};

  static Stream<Arguments> activations() {
    return Stream.of(
        row(new ReLU(), x -> Math.max(x, 0)),
        row(new LeakyReLU(), x -> x > 0 ? x : 0.01 * x),
        row(new LeakyReLU(0.2), x -> x > 0 ? x : 0.2 * x),
        row(new Tanh(), Math::tanh),
        row(new Sigmoid(), x -> 1 / (1 + Math.exp(-x))),
        row(new Softplus(), x -> Math.log1p(Math.exp(x))),
        row(new SiLU(), x -> x / (1 + Math.exp(-x))),
        row(new Identity(), x -> x));
  }

  private static Arguments row(Layer layer, DoubleUnaryOperator formula) {
    return Arguments.of(layer, formula);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("activations")
  void forwardAndBackward_agreeWithTheFormulaAndItsDifferenceQuotient(Layer layer, DoubleUnaryOperator formula) {
    Tensor x = Tensor.of(X).requireGrad();

    Tensor y = layer.forward(x);
    y.sum().backward();

    double h = 1e-6;
    double[] slopes = Arrays.stream(X)
        .map(v -> (formula.applyAsDouble(v + h) - formula.applyAsDouble(v - h)) / (2 * h))
        .toArray();
    assertClose("value", y.toDoubleArray(), Arrays.stream(X).map(formula).toArray(), 1e-14);
    assertClose("gradient", x.grad().toDoubleArray(), slopes, 1e-8);
    assertThat(layer.parameters()).isEmpty();
  }

  static Stream<Layer> all() {
    return Stream.concat(
        activations().map(row -> (Layer) row.get()[0]),
        Stream.of(new ELU(), new ELU(2), new SELU(), new GELU(), GELU.tanh(), new Mish(), new Hardtanh(), new ReLU6(),
            new LogSigmoid(), new Softsign(), new PReLU(), new Softmax(0), new LogSoftmax(0)));
  }

  /** A NaN must not look like a result, nor its gradient like that of a dead unit. */
  @ParameterizedTest
  @MethodSource("all")
  void forwardAndBackward_ofNaN_hideItNowhere(Layer layer) {
    Tensor x = Tensor.of(1, Double.NaN, -1).requireGrad();

    Tensor y = layer.forward(x);
    y.mul(Tensor.of(1.0, 2.0, 3.0)).sum().backward();

    assertThat(y.toDoubleArray()[1]).isNaN();
    assertThat(x.grad().toDoubleArray()[1]).isNotZero();
  }

  @Test
  void leakyReLU_slopeNotFinite_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LeakyReLU(Double.NaN))
        .withMessage("LeakyReLU: slope NaN must be finite");
  }

  @Test
  void flatten_default_leavesTheBatch() {
    assertThat(new Flatten().forward(Tensor.zeros(2, 3, 4)).shape()).isEqualTo(Shape.of(2, 12));
    assertThat(new Flatten(0, 1).forward(Tensor.zeros(2, 3, 4)).shape()).isEqualTo(Shape.of(6, 4));
  }
}
