package dev.gradlet.nn.optim;

import static dev.gradlet.nn.optim.ParameterGroup.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.Module;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.Penalties;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingLintTest {
  private static final Tensor X = Tensor.rand(new Generator(1), 5, 4);

  private static final class Model implements Module {
    Linear head = new Linear(4, 3, new Generator(1));
  }

  private static List<String> lint(Model model, Optimizer optimizer, Parameter centroids, boolean penalty) {
    return TrainingLint.of(model, optimizer, () -> {
      for (int i = 0; i < 2; i++) {
        Tensor loss = model.head.forward(X).sub(centroids).square().mean();
        loss = penalty ? loss.add(Penalties.sumOfSquares(model.parameters())) : loss;
        loss.backward();
        optimizer.step();
        optimizer.zeroGrad();
      }
    });
  }

  @Test
  void of_loopOfModuleAndOptimizer_saysWhatTheyDoNotShare() {
    Model model = new Model();
    Parameter centroids = Parameter.of(Tensor.zeros(3));
    Optimizer right = new SGD(0.1, group(model.parameters(), centroids));

    assertThat(lint(model, right, centroids, false)).isEmpty();
    assertThat(lint(model, right, centroids, true)).hasSize(1)
        .first().asString().startsWith("a penalty includes head.bias");

    model.head = new Linear(4, 3, new Generator(2));
    assertThat(lint(model, right, centroids, false)).hasSize(5)
        .filteredOn(slip -> slip.startsWith("head.") && slip.contains("is not among the optimizer's parameters"))
        .hasSize(2);
    assertThat(lint(model, right, centroids, false))
        .filteredOn(slip -> slip.matches("the optimizer holds a parameter of shape \\[3(, 4)?] that the model .*"))
        .hasSize(2);
    model.head.freeze();
    assertThat(lint(model, new SGD(0.1, group(centroids)), centroids, false))
        .noneMatch(slip -> slip.contains("is not among"));
  }

  @Test
  void of_badArguments_saysSo() {
    Optimizer optimizer = new SGD(0.1, group(new Model().parameters()));
    assertThatThrownBy(() -> TrainingLint.of(null, optimizer, () -> {})).hasMessage("lint: the module is null");
    assertThatThrownBy(() -> TrainingLint.of(new Model(), null, () -> {})).hasMessage("lint: the optimizer is null");
    assertThatThrownBy(() -> TrainingLint.of(new Model(), optimizer, null)).hasMessage("lint: the loop is null");
  }
}
