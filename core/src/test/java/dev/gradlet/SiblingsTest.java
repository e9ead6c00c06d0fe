package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.plan.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops over the same places that become one, and those that must not. */
class SiblingsTest {
  private static final int N = 3000;

  private static Tensor random(int seed, long... shape) {
    return Tensor.randn(new Generator(seed), shape).requireGrad();
  }

  private static List<String> arraysOf(Runnable body) {
    List<String> arrays = new ArrayList<>();
    Evaluator.listening((node, data) -> arrays.add(node.operation().label() + " " + node.shape().elements()), body);
    return arrays;
  }

  private static long loopsIn(Tensor... roots) {
    return Plans.of(roots).tasks().stream()
        .filter(task -> task instanceof Schedule.LoopTask)
        .count();
  }

  @Test
  void backward_ofTwoFactors_storesNothingOfTheirSizeButTheGradients() {
    Tensor x = random(1, N);
    Tensor y = random(2, N);

    List<String> arrays = arraysOf(() -> x.tanh().mul(y).add(x.square()).mean().backward());

    assertThat(arrays.stream().filter(array -> array.endsWith(" " + N))).hasSize(2);
  }

  @Test
  void backward_thatRetainsTheGraph_keepsWhatAnotherNeeds() {
    Tensor x = random(1, N);
    Tensor loss = x.tanh().sum();

    List<String> first = arraysOf(() -> loss.backward(null, true));
    List<String> second = arraysOf(loss::backward);

    assertThat(first).contains("tanh " + N);
    assertThat(second).doesNotContain("tanh " + N);
  }

  @Test
  void backward_readingAValueAfterwards_computesIt() {
    Tensor x = random(1, N);
    Tensor y = x.tanh();
    y.mul(y).sum().backward();

    assertThat(y.toFloatArray()).isEqualTo(x.detach().tanh().toFloatArray());
  }

  @Test
  void evaluate_siblings_shareALoop() {
    Tensor x = random(1, 40, 600);

    assertThat(loopsIn(x.mul(2), x.exp())).isEqualTo(1);
    assertThat(loopsIn(x.mul(2), x.sum())).isEqualTo(1);
    assertThat(loopsIn(x.mul(2), random(2, 40, 600).exp())).isEqualTo(2);
    assertThat(loopsIn(x.mul(2), x.sum(0).exp())).isEqualTo(2);
  }

  @Test
  void evaluate_sumThatASiblingDependsOn_runsBeforeIt() {
    Tensor x = random(1, N);
    Tensor sum = x.sum();
    Tensor scaled = x.div(sum);
    Tensor centred = x.sub(scaled.mean());
    Autograd.evaluate(sum, scaled, centred);

    double total = sum.item();
    assertThat(scaled.sum().item()).isCloseTo(1, within(1e-4));
    assertThat(centred.toDoubleArray()[7])
        .isCloseTo(x.toDoubleArray()[7] - 1.0 / N, within(1e-6));
    assertThat(total).isEqualTo(x.detach().sum().item());
  }
}
