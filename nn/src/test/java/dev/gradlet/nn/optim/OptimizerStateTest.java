package dev.gradlet.nn.optim;

import static dev.gradlet.nn.optim.ParameterGroup.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Parameter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every rule's state dict refuses; what it continues from is tested with checkpoints. */
class OptimizerStateTest {
  private final Parameter a = Parameter.of(Tensor.of(1.0, 2.0));
  private final Adam adam = new Adam(0.1, group(a));

  private Tensor tensor(String what) {
    return switch (what) {
      case "none" -> null;
      case "vector" -> Tensor.zeros(DType.FLOAT64, 3);
      case "ints" -> Tensor.zeros(DType.INT32, 2);
      default -> Tensor.scalar(Double.parseDouble(what));
    };
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      Adam.state.0.step        | none   | Adam.state.0.step is missing
      Adam.state.0.step        | 1.5    | Adam.state.0.step is 1.5, must be a whole number
      Adam.state.0.step        | -1     | Adam.state.0.step is -1.0, must be a finite number, 0 or more
      Adam.state.0.step        | NaN    | Adam.state.0.step is NaN, must be a finite number, 0 or more
      Adam.state.0.step        | vector | Adam.state.0.step is [3], must be a scalar
      Adam.state.0.exp_avg     | vector | Adam.state.0.exp_avg is FLOAT64 [3], must be FLOAT64 [2]
      Adam.state.0.exp_avg     | ints   | Adam.state.0.exp_avg is INT32 [2], must be FLOAT64 [2]
      Adam.state.1.step        | 1      | Adam.state.1.step is unexpected
      Adam.param_groups.0.lr   | -0.1   | Adam.param_groups.0.lr is -0.1, must be a finite number, 0 or more
      Adam.param_groups.0.lr   | none   | Adam.param_groups.0.lr is missing
      AdamW.param_groups.0.lr  | 1      | AdamW.param_groups.0.lr is unexpected
      """)
  void loadStateDict_whatDoesNotFit_isNamedAndNothingIsLoaded(String key, String what, String complaint) {
    a.square().sum().backward();
    adam.step();
    Map<String, Tensor> state = adam.stateDict();
    state.remove(key);
    if (tensor(what) != null) {
      state.put(key, tensor(what));
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> adam.loadStateDict(state))
        .withMessageStartingWith("loadStateDict: ")
        .withMessageContaining(complaint)
        .withMessageEndingWith("; nothing was loaded");
    assertThat(adam.stateDict().get("Adam.state.0.step").item()).isEqualTo(1);
    assertThat(adam.learningRate()).isEqualTo(0.1);
  }

  @Test
  void stateDict_laterSteps_doNotReachIt() {
    Map<String, Tensor> before = adam.stateDict();
    a.square().sum().backward();
    adam.step();
    Map<String, Tensor> after = adam.stateDict();
    adam.step();
    adam.setLearningRate(1);

    adam.loadStateDict(after);

    assertThat(before).containsOnlyKeys("Adam.state.0.step", "Adam.param_groups.0.lr");
    assertThat(after.get("Adam.state.0.exp_avg").toDoubleArray())
        .containsExactly(new double[] {0.2, 0.4}, within(1e-15));
    assertThat(adam.stateDict().get("Adam.state.0.step").item()).isEqualTo(1);
    assertThat(adam.learningRate()).isEqualTo(0.1);
    adam.loadStateDict(before);
    assertThat(adam.stateDict()).containsOnlyKeys("Adam.state.0.step", "Adam.param_groups.0.lr");
    assertThatNullPointerException()
        .isThrownBy(() -> adam.loadStateDict(null))
        .withMessage("loadStateDict: state is null");
  }
}
