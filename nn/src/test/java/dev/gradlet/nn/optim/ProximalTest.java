package dev.gradlet.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.Penalties;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProximalTest {
  /** Of 20 inputs only the first has to do with the target. */
  private static Linear trained(boolean proximal) {
    Tensor x = Tensor.randn(DType.FLOAT64, new Generator(1), 200, 20);
    Tensor y = x.narrow(1, 0, 1).mul(2);
    Linear model = new Linear(DType.FLOAT64, 20, 1, false, new Generator(2));
    SGD optimizer = new SGD(0.05, model.parameters());
    for (int i = 0; i < 500; i++) {
      optimizer.zeroGrad();
      Tensor loss = new MSELoss().forward(model.forward(x), y);
      (proximal ? loss : loss.add(Penalties.sumOfAbs(model.weights()).mul(0.1))).backward();
      optimizer.step();
      if (proximal) {
        Proximal.l1(model.weights(), optimizer.learningRate() * 0.1);
      }
    }
    return model;
  }

  private static long zeros(Linear model) {
    return Arrays.stream(model.weight().toDoubleArray()).filter(w -> w == 0).count();
  }

  @Test
  void l1_uselessWeights_reachZeroAndAPenaltysDoNot() {
    assertThat(zeros(trained(true))).isEqualTo(19);
    assertThat(zeros(trained(false))).isZero();
    assertThat(trained(true).weight().toDoubleArray()[0]).isBetween(1.9, 2.0);
  }

  @Test
  void l1_elements_moveTowardsZeroByTheThreshold() {
    Parameter w = Parameter.of(Tensor.of(2.0, -2.0, 0.5, -0.25, 0, Double.NaN));
    Parameter frozen = Parameter.of(Tensor.of(2.0)).freeze();

    Proximal.l1(List.of(w, frozen), 0.5);

    assertThat(w.toDoubleArray()).containsExactly(1.5, -1.5, 0, 0, 0, Double.NaN);
    assertThat(frozen.item()).isEqualTo(2);
  }

  @Test
  void l1_badInput_isRefusedWithASentence() {
    Parameter w = Parameter.of(Tensor.of(2.0));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proximal.l1(List.of(w), -1))
        .withMessage("Proximal.l1: threshold -1.0 must be a finite number, 0 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Proximal.l1(List.of(w, Tensor.ones(2)), 1))
        .withMessage("Proximal.l1: a tensor of shape [2] is no variable: give Parameters");
    assertThat(w.item()).isEqualTo(2);
  }
}
