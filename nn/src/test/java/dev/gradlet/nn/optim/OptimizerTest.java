package dev.gradlet.nn.optim;

import static dev.gradlet.nn.optim.ParameterGroup.group;
import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.gradlet.Tensor;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerTest {
  private final Parameter a = Parameter.of(Tensor.of(1.0, 2.0));
  private final Parameter b = Parameter.of(Tensor.of(10.0));

  @Test
  void step_gradientGiven_movesAgainstIt() {
    SGD optimizer = new SGD(0.5, List.of(a, b));
    a.sum().add(b.mul(3).sum()).backward();

    optimizer.step();

    assertThat(a.toDoubleArray()).containsExactly(0.5, 1.5);
    assertThat(b.toDoubleArray()).containsExactly(8.5);
  }

  @Test
  void step_parameterWithoutGradient_isSkippedDecayIncluded() {
    for (Optimizer optimizer : List.of(
        new SGD(SGD.options(0.1).momentum(0.9).weightDecay(0.5), group(a, b)),
        new Adam(Adam.options(0.1).weightDecay(0.5), group(a, b)),
        new AdamW(AdamW.options(0.1).weightDecay(0.5), group(a, b)),
        new RMSprop(RMSprop.options(0.1).weightDecay(0.5), group(a, b)),
        new Adagrad(Adagrad.options(0.1).weightDecay(0.5), group(a, b)),
        new Adadelta(Adadelta.options(1).weightDecay(0.5), group(a, b)),
        new LBFGS(List.of(a, b)))) {
      double[] before = b.toDoubleArray();
      double[] other = a.toDoubleArray();
      optimizer.zeroGrad();
      a.sum().backward();

      optimizer.step();

      assertThat(b.toDoubleArray()).as("%s", optimizer).isEqualTo(before);
      assertThat(a.toDoubleArray()).as("%s", optimizer).isNotEqualTo(other);
    }
  }

  /** Momentum that fails where it is told to, as memory that runs out. */
  private static final class Failing extends Optimizer {
    private Tensor failsAt;

    Failing(Tensor... parameters) {
      super(0.1, 0, group(parameters));
    }

    @Override
    protected Tensor update(Tensor value, Tensor gradient, State state) {
      Tensor momentum = state.keep("momentum", state.kept("momentum").mul(0.9).add(gradient));
      if (failsAt != null && failsAt.shape().equals(value.shape())) {
        throw new OutOfMemoryError("as if");
      }
      return value.sub(momentum.mul(state.learningRate() / state.step()));
    }
  }

  @Test
  void step_failing_changesNothingAndCanBeRepeated() {
    List<double[]> expected = new ArrayList<>();
    for (Tensor failsAt : Arrays.asList(null, a, b)) {
      Parameter first = Parameter.of(a.detach());
      Parameter second = Parameter.of(b.detach());
      Failing optimizer = new Failing(first, second);
      for (int step = 0; step < 3; step++) {
        optimizer.zeroGrad();
        first.square().sum().add(second.square().sum()).backward();
        optimizer.failsAt = failsAt;
        if (failsAt != null) {
          double[] before = first.toDoubleArray();
          assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(optimizer::step);
          assertThat(first.toDoubleArray()).containsExactly(before);
        }
        optimizer.failsAt = null;
        optimizer.step();
      }
      expected.add(Tensor.concat(0, first, second).toDoubleArray());
    }
    assertThat(expected.get(1)).containsExactly(expected.get(0));
    assertThat(expected.get(2)).containsExactly(expected.get(0));
  }

  @Test
  void step_parameterSkippedAtFirst_countsItsOwnSteps() {
    Parameter twin = Parameter.of(Tensor.of(10.0));
    Adam both = new Adam(0.1, group(a, b));
    Adam alone = new Adam(0.1, group(twin));
    a.sum().backward();
    both.step();
    b.square().sum().backward();
    twin.square().sum().backward();

    both.step();
    alone.step();

    assertThat(b.toDoubleArray()).isEqualTo(twin.toDoubleArray());
  }

  @Test
  void zeroGrad_afterBackward_clearsToNone() {
    SGD optimizer = new SGD(0.1, group(a, b));
    a.sum().backward();

    optimizer.zeroGrad();

    assertThat(a.grad()).isNull();
    optimizer.step();
    assertThat(a.toDoubleArray()).containsExactly(1, 2);
  }

  @Test
  void step_expressionBuiltBefore_keepsTheOldValue() {
    Tensor before = a.mul(100);
    a.sum().backward();

    new SGD(1, group(a)).step();

    assertThat(before.toDoubleArray()).containsExactly(100, 200);
    assertThat(a.toDoubleArray()).containsExactly(0, 1);
  }

  @Test
  void groups_optionsOfTheirOwn_replaceTheOptimizers() {
    SGD optimizer = new SGD(SGD.options(0.1).weightDecay(0.5), group(a).learningRate(1).weightDecay(0), group(b));
    a.sum().add(b.sum()).backward();

    optimizer.step();

    assertThat(a.toDoubleArray()).containsExactly(0, 1);
    assertClose("b", b.toDoubleArray(), new double[] {10 - 0.1 * (1 + 0.5 * 10)}, 1e-15);
    assertThat(optimizer.groups()).isEqualTo(2);
    assertThat(optimizer.learningRate(0)).isEqualTo(1);
    assertThat(optimizer.learningRate(1)).isEqualTo(0.1);
  }

  @Test
  void setLearningRate_holdsFromTheNextStep() {
    SGD optimizer = new SGD(0.1, group(a), group(b));
    a.sum().add(b.sum()).backward();

    optimizer.setLearningRate(1, 2);
    optimizer.step();
    assertThat(a.toDoubleArray()).containsExactly(0.9, 1.9);
    assertThat(b.toDoubleArray()).containsExactly(8);

    optimizer.setLearningRate(1);
    assertThat(optimizer.learningRate()).isEqualTo(1);
    assertThat(optimizer.learningRate(1)).isEqualTo(1);
  }

  @Test
  void group_collectionsAndTensors_areJoined() {
    Linear linear = new Linear(2, 3);

    assertThat(group(linear.weights(), a, b).parameters()).containsExactly(linear.weight(), a, b);
    assertThat(group(linear.weights(), linear.biases()).parameters()).containsExactly(linear.weight(), linear.bias());
    assertThat(group(a).weightDecay(1e-4).learningRate(0.1).weightDecay()).hasValue(1e-4);
    assertThat(group(a).learningRate()).isEmpty();
  }

  @Test
  void step_ownRule_keepsStateFromStepToStep() {
    final class Counting extends Optimizer {
      Counting() {
        super(0.5, 0, group(a));
      }

      @Override
      protected Tensor update(Tensor value, Tensor gradient, State state) {
        Tensor sum = state.keep("sum", state.kept("sum").add(gradient));
        return value.sub(sum.mul(state.learningRate())).add(state.step() * 100);
      }
    }
    Counting optimizer = new Counting();
    a.sum().backward();

    optimizer.step();
    optimizer.step();

    assertThat(a.toDoubleArray()).containsExactly(1 - 0.5 + 100 - 1 + 200, 2 - 0.5 + 100 - 1 + 200);
  }

  @Test
  void step_ruleThatFails_leavesParametersAndStateAlone() {
    final class Failing extends Optimizer {
      Failing() {
        super(0.5, 0, group(a, b));
      }

      @Override
      protected Tensor update(Tensor value, Tensor gradient, State state) {
        state.keep("sum", state.kept("sum").add(gradient));
        return value.elements() == 1 ? value.sum() : value.sub(gradient);
      }
    }
    Failing optimizer = new Failing();
    a.sum().add(b.sum()).backward();

    assertThatIllegalStateException().isThrownBy(optimizer::step)
        .withMessage("Failing: the rule gives FLOAT64 [] for a parameter FLOAT64 [1]");

    assertThat(a.toDoubleArray()).containsExactly(1, 2);
    assertThat(optimizer.stateDict().get("Failing.state.0.step").item()).isZero();
    assertThat(optimizer.stateDict()).doesNotContainKey("Failing.state.0.sum");
  }

  @Test
  void adamW_optionsOfItsOwn_decayByAHundredthUnlessToldOtherwise() {
    assertThat(AdamW.options(0.1).weightDecay()).isEqualTo(0.01);
    AdamW optimizer = new AdamW(1, group(b));
    b.mul(0).sum().backward();

    optimizer.step();

    assertThat(b.toDoubleArray()).containsExactly(10 * (1 - 0.01));
  }

  @Test
  void step_parameterThatSaysSo_isNotDecayed() {
    b.noDecay();
    for (Optimizer optimizer : List.of(
        new SGD(SGD.options(0.1).weightDecay(0.5), group(a, b)),
        new Adam(Adam.options(0.1), group(a, b).weightDecay(0.5)),
        new AdamW(0.1, group(a, b)),
        new RMSprop(RMSprop.options(0.1).weightDecay(0.5), group(a, b)),
        new Adagrad(Adagrad.options(0.1).weightDecay(0.5), group(a, b)),
        new Adadelta(Adadelta.options(1).weightDecay(0.5), group(a, b)))) {
      double[] before = a.toDoubleArray();
      optimizer.zeroGrad();
      a.mul(0).sum().add(b.mul(0).sum()).backward();

      optimizer.step();

      assertThat(b.toDoubleArray()).as("%s", optimizer).containsExactly(10);
      assertThat(a.toDoubleArray()).as("%s", optimizer).isNotEqualTo(before);
    }
    b.decay();
    new AdamW(0.1, group(a, b)).step();
    assertThat(b.item()).isEqualTo(10 * (1 - 0.1 * 0.01));
  }

  @Test
  void step_frozenParameter_keepsItsBitsForAHundredSteps() {
    b.freeze();
    double value = b.item();
    for (Optimizer optimizer : List.of(
        new SGD(SGD.options(0.01).momentum(0.9).weightDecay(0.5), group(a, b)),
        new AdamW(0.01, group(a, b)),
        new LBFGS(List.of(a, b)))) {
      for (int i = 0; i < 100; i++) {
        optimizer.zeroGrad();
        a.square().sum().add(b.square().sum()).backward();
        Clip.norm(List.of(a, b), 1);
        optimizer.step();
      }
      assertThat(b.item()).isEqualTo(value);
      assertThat(a.toDoubleArray()).doesNotContain(1, 2);
    }
    b.unfreeze();
    new SGD(0.01, group(b)).step();
    assertThat(b.item()).isNotEqualTo(value);
  }

  @Test
  void print_optimizers_sayWhatTheyAre() {
    SGD sgd = new SGD(SGD.options(0.1).momentum(0.9), group(a).weightDecay(0.01), group(b).learningRate(1));
    assertThat(sgd).hasToString(
        "SGD[learningRate=0.1, momentum=0.9, dampening=0.0, weightDecay=0.0, nesterov=false, maximize=false]\n"
            + "  group 0: 1 parameter of 2 elements, learning rate 0.1, weight decay 0.01\n"
            + "  group 1: 1 parameter of 1 elements, learning rate 1.0, weight decay 0.0");
    assertThat(new AdamW(1e-3, group(a, b)).toString())
        .startsWith("AdamW[learningRate=0.001, beta1=0.9, beta2=0.999, epsilon=1.0E-8, weightDecay=0.01, ")
        .endsWith("\n  group 0: 2 parameters of 3 elements, learning rate 0.001, weight decay 0.01");
    assertThat(new ReduceOnPlateau(sgd))
        .hasToString("ReduceOnPlateau[best=Infinity, steps since=0 of 10, learning rate 0.1]");
    assertThat(new LBFGS(List.of(a)).toString()).startsWith("LBFGS[learningRate=1.0, maxIterations=20, ");
  }

  @Test
  void construction_badParameters_areRefusedWithASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SGD(0.1, List.of()))
        .withMessage(
            "SGD: there is no parameter to optimize; a module has those in its fields, lists, maps and arrays");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Adam(0.1, group(b), group(a, b)))
        .withMessage("Adam: a parameter of shape [1] in group 1 is there twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SGD(0.1, group(Tensor.ones(2))))
        .withMessage("SGD: a parameter of shape [2] in group 0 is no variable: give a Parameter, or a tensor of"
            + " requireGrad()");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdamW(0.1, group(a.mul(2))))
        .withMessageContaining("is no variable");
    assertThatNullPointerException()
        .isThrownBy(() -> group(Arrays.asList(a, null)))
        .withMessage("group: parameter 1 is null");
    assertThatNullPointerException()
        .isThrownBy(() -> new SGD(0.1, group(a), null))
        .withMessage("SGD: group 1 is null");
    assertThatNullPointerException()
        .isThrownBy(() -> new Adam((Adam.Options) null, group(a)))
        .withMessage("Adam: the options are null");
  }

  @Test
  void options_badHyperParameters_areRefusedWithASentence() {
    assertRefused(() -> SGD.options(-0.1), "SGD: learning rate -0.1 must be a finite number, 0 or more");
    assertRefused(() -> SGD.options(Double.NaN), "SGD: learning rate NaN must be a finite number, 0 or more");
    assertRefused(
        () -> SGD.options(Double.POSITIVE_INFINITY), "SGD: learning rate Infinity must be a finite number, 0 or more");
    assertRefused(() -> SGD.options(0.1).momentum(-1), "SGD: momentum -1.0 must be a finite number, 0 or more");
    assertRefused(() -> SGD.options(0.1).dampening(Double.NaN), "SGD: dampening NaN must be a finite number");
    assertRefused(() -> SGD.options(0.1).weightDecay(-1), "SGD: weight decay -1.0 must be a finite number, 0 or more");
    assertRefused(
        () -> new SGD(SGD.options(0.1).nesterov(true), group(a)),
        "SGD: Nesterov's momentum needs a momentum above 0 and dampening 0, not 0.0 and 0.0");
    assertRefused(
        () -> new SGD(SGD.options(0.1).nesterov(true).momentum(0.9).dampening(0.5), group(a)),
        "SGD: Nesterov's momentum needs a momentum above 0 and dampening 0, not 0.9 and 0.5");
    assertRefused(() -> Adam.options(-1), "Adam: learning rate -1.0 must be a finite number, 0 or more");
    assertRefused(() -> Adam.options(0.1).betas(1, 0.9), "Adam: beta1 1.0 must be at least 0 and less than 1");
    assertRefused(
        () -> Adam.options(0.1).betas(0.9, Double.NaN), "Adam: beta2 NaN must be at least 0 and less than 1");
    assertRefused(() -> Adam.options(0.1).epsilon(-1e-8), "Adam: epsilon -1.0E-8 must be a finite number, 0 or more");
    assertRefused(
        () -> AdamW.options(0.1).weightDecay(Double.NaN), "AdamW: weight decay NaN must be a finite number, 0 or more");
    assertRefused(() -> RMSprop.options(0.1).alpha(1), "RMSprop: alpha 1.0 must be at least 0 and less than 1");
    assertRefused(() -> Adadelta.options(1).rho(1), "Adadelta: rho 1.0 must be at least 0 and less than 1");
    assertRefused(
        () -> Adagrad.options(0.1).initialAccumulator(-1),
        "Adagrad: initial accumulator -1.0 must be a finite number, 0 or more");
    assertRefused(() -> LBFGS.options(1).historySize(0), "LBFGS: history size 0 must be at least 1");
    assertRefused(() -> LBFGS.options(1).maxIterations(0), "LBFGS: max iterations 0 must be at least 1");
    assertRefused(
        () -> group(a).weightDecay(-1e-4), "ParameterGroup: weight decay -1.0E-4 must be a finite number, 0 or more");
    assertRefused(
        () -> group(a).learningRate(Double.NaN),
        "ParameterGroup: learning rate NaN must be a finite number, 0 or more");
    assertRefused(
        () -> new SGD(0.1, group(a)).setLearningRate(-2), "SGD: learning rate -2.0 must be a finite number, 0 or more");
    assertRefused(() -> new SGD(0.1, group(a)).learningRate(1), "SGD: group 1 must be between 0 and 0");
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }
}
