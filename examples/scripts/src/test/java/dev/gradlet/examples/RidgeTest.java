package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.Generator;
import dev.gradlet.examples.RidgeModel.Setting;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RidgeTest {
  private static final RidgeData DATA = RidgeData.diabetes(new Generator(0));
  private static final double WD = 0.1;

  private static double[] differences(Rule rule, Penalty penalty, int epochs) {
    var decay = RidgeTrace.of(new Setting(rule, Penalty.DECAY, false), WD, DATA, epochs, 1);
    return RidgeTrace.of(new Setting(rule, penalty, false), WD, DATA, epochs, 1).differences(decay);
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  @Test
  void diabetes_split_isStandardisedByTrainingRows() {
    assertThat(DATA.rows()).isEqualTo(353);
    assertThat(DATA.heldOutX().shape()).hasToString("[89, 10]");
    assertThat(DATA.x().mean(0).abs().max().item()).isLessThan(1e-12);
    assertThat(DATA.y().std(false, false).item()).isCloseTo(1, within(1e-12));
    assertThat(DATA.meanOfTarget()).isBetween(1.5, 2.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 1})
  void train_toConvergence_equalsClosedForm(double lambda) {
    var trained = RidgeClosedForm.train(DATA, lambda, 1);
    assertThat(RidgeClosedForm.relativeError(trained.weights(), DATA.closedForm(lambda))).isLessThan(1e-6);
  }

  @ParameterizedTest
  @EnumSource(value = Rule.class, names = {"PLAIN", "MOMENTUM", "NESTEROV"})
  void halfSquares_sgd_takesTheStepsOfWeightDecay(Rule rule) {
    assertThat(largest(differences(rule, Penalty.HALF_SQUARES, 1000))).isLessThan(1e-12);
  }

  @Test
  void halfSquares_adam_takesTheStepsOfCoupledDecay() {
    assertThat(largest(differences(Rule.ADAM, Penalty.HALF_SQUARES, 1000))).isLessThan(1e-6);
  }

  @Test
  void halfSquares_adamW_isNotItsDecay() {
    assertThat(largest(differences(Rule.ADAMW, Penalty.HALF_SQUARES, 1000))).isGreaterThan(1e-3);
  }

  @Test
  void squares_withoutHalf_isTwiceTheDecay() {
    var slip = RidgeTrace.of(new Setting(Rule.PLAIN, Penalty.SQUARES, false), WD, DATA, 200, 1);
    var twice = RidgeTrace.of(new Setting(Rule.PLAIN, Penalty.DECAY, false), 2 * WD, DATA, 200, 1);
    assertThat(largest(slip.differences(twice))).isLessThan(1e-12);
  }
}
