package dev.gradlet.nn.optim;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.Parameter;
import dev.gradlet.testing.Close;
import dev.gradlet.testing.GoldenCase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClipTest {
  private static Parameter withGradient(Tensor gradient) {
    Parameter parameter = Parameter.of(Tensor.zerosLike(gradient));
    parameter.backward(gradient);
    return parameter;
  }

  static Stream<Arguments> cases() {
    return GoldenCase.read("optim.txt").stream()
        .filter(c -> c.op().equals("clip_norm"))
        .flatMap(c -> Stream.of(DType.FLOAT64, DType.FLOAT32).map(dtype -> Arguments.of(c, dtype)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void norm_goldenGradients_areScaled(GoldenCase golden, DType dtype) {
    List<Parameter> parameters = new ArrayList<>();
    golden.arrays("grad").forEach(g -> parameters.add(withGradient(g.tensor(dtype))));

    double norm = Clip.norm(parameters, golden.number("max", 0), golden.number("p", 2));

    assertClose("norm", Tensor.scalar(norm), golden.array("norm"), Close.tolerance(dtype));
    for (int i = 0; i < parameters.size(); i++) {
      assertClose("gradient " + i, parameters.get(i).grad(), golden.arrays("out").get(i), Close.tolerance(dtype));
    }
  }

  @Test
  void norm_belowTheLimit_leavesTheBitsAlone() {
    Parameter w = withGradient(Tensor.of(3f, -4f));

    assertThat(Clip.norm(List.of(w), 5.1)).isEqualTo(5);
    assertThat(w.grad().toFloatArray()).containsExactly(3, -4);
  }

  @Test
  void norm_hugeElements_doesNotOverflow() {
    Parameter w = withGradient(Tensor.of(3e30f, -4e30f));

    assertClose("norm", new double[] {Clip.norm(List.of(w), 1)}, new double[] {5e30}, 1e-6);
    assertClose("gradient", w.grad(), Tensor.of(0.6f, -0.8f), 1e-6);
  }

  @Test
  void norm_parametersWithoutGradientAndFrozenOnes_doNotCount() {
    Parameter w = withGradient(Tensor.of(3f, -4f));
    Parameter frozen = withGradient(Tensor.of(100f)).freeze();
    Parameter none = Parameter.of(Tensor.ones(2));

    assertThat(Clip.norm(List.of(frozen, none, w), 10)).isEqualTo(5);
    assertThat(Clip.norm(List.of(), 1)).isZero();
    assertThat(Clip.norm(List.of(withGradient(Tensor.zeros(0, 3)), w), 10, Double.POSITIVE_INFINITY)).isEqualTo(4);
    assertThat(frozen.grad().toFloatArray()).containsExactly(100);
    assertThat(none.grad()).isNull();
  }

  @Test
  void norm_limitZero_givesZeros() {
    Parameter w = withGradient(Tensor.of(3f, -4f));

    Clip.norm(List.of(w), 0);

    assertThat(w.grad().abs().toFloatArray()).containsExactly(0, 0);
  }

  @Test
  void value_elementsBeyondTheLimit_areBroughtToIt() {
    Parameter w = withGradient(Tensor.of(3f, -4f, 0.25f, Float.NEGATIVE_INFINITY));

    Clip.value(List.of(w), 0.5);

    assertThat(w.grad().toFloatArray()).containsExactly(0.5f, -0.5f, 0.25f, -0.5f);
  }

  @Test
  void module_gradients_areClippedAndNamed() {
    Linear model = new Linear(2, 1, new Generator(1));
    model.forward(Tensor.of(new float[][] {{Float.POSITIVE_INFINITY, 1}})).sum().backward();

    assertThatThrownBy(() -> Clip.norm(model, 1))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("Clip: the gradient of weight has the norm Infinity; no gradient was changed");
    assertThat(model.bias().grad().toFloatArray()).containsExactly(1);

    Clip.value(model, 0.5);
    assertThat(model.weight().grad().toFloatArray()).containsExactly(0.5f, 0.5f);
  }

  @Test
  void badInput_isRefusedWithASentence() {
    Parameter w = withGradient(Tensor.of(Float.NaN, 7));

    assertThatThrownBy(() -> Clip.norm(List.of(Parameter.of(Tensor.ones(1)), w), 1))
        .hasMessage("Clip: the gradient of parameter 1 of shape [2] has the norm NaN; no gradient was changed");
    assertThatThrownBy(() -> Clip.value(List.of(w), 1))
        .hasMessage("Clip: the gradient of parameter 0 of shape [2] has an element NaN; no gradient was changed");
    assertThat(w.grad().toFloatArray()[1]).isEqualTo(7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Clip.norm(List.of(w), -1))
        .withMessage("Clip: the limit -1.0 must be 0 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Clip.value(List.of(w), Double.NaN))
        .withMessage("Clip: the limit NaN must be 0 or more");
  }
}
