package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch without rows, as filtering leaves it: layers and losses work, gradients have their shapes. */
class EmptyBatchTest {
  private record Case(String name, UnaryOperator<Tensor> f, Shape shape) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> layers() {
    return Stream.of(
        new Case("Linear", new Linear(3, 4)::forward, Shape.of(0, 4)),
        new Case("Linear, no bias", new Linear(3, 4, false)::forward, Shape.of(0, 4)),
        new Case("ReLU", new ReLU()::forward, Shape.of(0, 3)),
        new Case("LeakyReLU", new LeakyReLU()::forward, Shape.of(0, 3)),
        new Case("Sigmoid", new Sigmoid()::forward, Shape.of(0, 3)),
        new Case("SiLU", new SiLU()::forward, Shape.of(0, 3)),
        new Case("Softplus", new Softplus()::forward, Shape.of(0, 3)),
        new Case("Tanh", new Tanh()::forward, Shape.of(0, 3)),
        new Case("Flatten", new Flatten()::forward, Shape.of(0, 3)),
        new Case("Identity", new Identity()::forward, Shape.of(0, 3)),
        new Case("MSELoss, elements", x -> new MSELoss(Reduction.NONE).forward(x, x.detach()), Shape.of(0, 3)),
        new Case("MSELoss, sum", x -> new MSELoss(Reduction.SUM).forward(x, x.detach()), Shape.of()),
        new Case("MSELoss, mean", x -> new MSELoss().forward(x, x.detach()), Shape.of()),
        new Case("sumOfSquares", Penalties::sumOfSquares, Shape.of()),
        new Case("norm", Penalties::norm, Shape.of()),
        new Case("sumOfAbs", Penalties::sumOfAbs, Shape.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void forward_withoutRows_hasShapesAndGradients(Case c) {
    Tensor x = Tensor.zeros(0, 3).requireGrad();
    Tensor y = c.f.apply(x);

    y.sum().backward();

    assertThat(y.shape()).isEqualTo(c.shape);
    assertThat(x.grad().shape()).isEqualTo(x.shape());
  }

  @Test
  void backward_throughLayersWithoutRows_givesZerosToParameters() {
    Sequential model = Sequential.of(new Linear(3, 4), new Sigmoid(), new Linear(4, 2));
    Tensor loss = new MSELoss(Reduction.SUM).forward(model.forward(Tensor.zeros(0, 3)), Tensor.zeros(0, 2));

    loss.backward();

    assertThat(loss.item()).isZero();
    List<Parameter> parameters = model.parameters();
    assertThat(parameters).allSatisfy(p -> assertThat(p.grad().shape()).isEqualTo(p.shape()));
    assertThat(parameters).allSatisfy(p -> assertThat(Arrays.stream(p.grad().toDoubleArray())).containsOnly(0.0));
  }

  @Test
  void mean_ofNoErrors_isNaN() {
    assertThat(new MSELoss().forward(Tensor.zeros(0, 3), Tensor.zeros(0, 3)).item()).isNaN();
  }
}
