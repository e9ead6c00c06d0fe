package dev.gradlet.nn.optim;

import static dev.gradlet.nn.optim.ParameterGroup.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.RuleOfTheUsers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every rule's state dict refuses and leaves alone; what it continues from is tested with checkpoints. */
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

  private static final Map<String, Function<List<Parameter>, Optimizer>> RULES = Map.ofEntries(
      Map.entry("SGD", w -> new SGD(SGD.options(0.01), w)),
      Map.entry("SGD momentum", w -> new SGD(SGD.options(0.01).momentum(0.9), w)),
      Map.entry("SGD Nesterov", w -> new SGD(SGD.options(0.01).momentum(0.9).nesterov(true).weightDecay(0.1), w)),
      Map.entry("Adam", w -> new Adam(0.01, w)),
      Map.entry("Adam amsgrad", w -> new Adam(Adam.options(0.01).amsgrad(true).maximize(true), w)),
      Map.entry("AdamW", w -> new AdamW(0.01, w)),
      Map.entry("Adagrad", w -> new Adagrad(0.01, w)),
      Map.entry("Adadelta", w -> new Adadelta(1, w)),
      Map.entry("RMSprop", w -> new RMSprop(RMSprop.options(0.01).centered(true).momentum(0.5), w)),
      Map.entry("LBFGS", w -> new LBFGS(LBFGS.options(0.1), w)),
      Map.entry("rule of the user's", RuleOfTheUsers::new));

  static Stream<String> rules() {
    return RULES.keySet().stream().sorted();
  }

  /** What a training of eight steps leaves: parameters, then the state. What someone holds of it stays as it is. */
  private static List<float[]> trained(String rule, boolean someoneHoldsAll, boolean resumed) {
    List<Parameter> w = List.of(
        Parameter.of(Tensor.randn(new Generator(1), 20, 30)), Parameter.of(Tensor.randn(new Generator(2), 30, 20)));
    Optimizer optimizer = RULES.get(rule).apply(w);
    Map<Tensor, float[]> held = new LinkedHashMap<>();
    for (int step = 0; step < 8; step++) {
      optimizer.zeroGrad();
      w.get(0).matmul(w.get(1)).mul(0.1).tanh().sub(w.get(0).mean()).square().sum().backward();
      if (someoneHoldsAll) {
        w.forEach(parameter -> held.put(parameter.grad(), parameter.grad().toFloatArray()));
      }
      optimizer.step();
      Map<String, Tensor> state = optimizer.stateDict();
      if (someoneHoldsAll) {
        state.values().forEach(tensor -> held.put(tensor, tensor.to(DType.FLOAT32).toFloatArray()));
        w.forEach(parameter -> held.put(parameter.detach(), parameter.toFloatArray()));
      }
      if (resumed) {
        optimizer = RULES.get(rule).apply(w);
        optimizer.loadStateDict(state);
      }
    }
    if (optimizer instanceof RuleOfTheUsers own) {
      for (int i = 0; i < own.aside.size(); i += 2) {
        assertThat(own.aside.get(i + 1).toFloatArray()).isEqualTo(own.aside.get(i).mul(2).toFloatArray());
      }
    }
    held.forEach((tensor, elements) -> assertThat(tensor.to(DType.FLOAT32).toFloatArray()).isEqualTo(elements));
    return Stream.concat(w.stream(), optimizer.stateDict().values().stream())
        .map(tensor -> tensor.to(DType.FLOAT32).toFloatArray()).toList();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void step_memoryThatIsUsedAgain_isNobodyElses(String rule) {
    List<float[]> expected = trained(rule, false, false);

    assertThat(trained(rule, true, false)).as("held").usingRecursiveComparison().isEqualTo(expected);
    assertThat(trained(rule, false, true)).as("resumed").usingRecursiveComparison().isEqualTo(expected);
    assertThat(trained(rule, true, true)).as("held, resumed").usingRecursiveComparison().isEqualTo(expected);
  }
}
