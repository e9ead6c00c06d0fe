package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
  private final Linear model = new Linear(1, 1, new Generator(1));

  private void set(double weight) {
    Init.constant(model.weight(), weight);
  }

  @Test
  void step_patienceUsedUp_isOverAndRestoresTheBest() {
    EarlyStopping stopping = new EarlyStopping(model, 2);
    double[] losses = {3, 1, 2, Double.NaN};
    for (int epoch = 0; epoch < losses.length; epoch++) {
      assertThat(stopping.isOver()).isFalse();
      set(epoch);
      assertThat(stopping.step(losses[epoch])).isEqualTo(epoch < 2);
    }
    assertThat(stopping.isOver()).isTrue();

    stopping.restoreBest();

    assertThat(model.weight().item()).isEqualTo(1);
    assertThat(stopping.best()).isEqualTo(1);
  }

  @Test
  void step_maximizing_needsMoreThanTheLeastDifference() {
    EarlyStopping stopping = new EarlyStopping(model, 1, 0.1, true);

    assertThat(stopping.step(0.5)).isTrue();
    assertThat(stopping.step(0.55)).isFalse();
    assertThat(stopping.isOver()).isTrue();
    assertThat(stopping.step(0.65)).isTrue();
    assertThat(stopping.isOver()).isFalse();
  }

  @Test
  void loadStateDict_inTheMiddle_goesOnAndStillHasTheBest() {
    EarlyStopping stopping = new EarlyStopping(model, 2);
    set(7);
    stopping.step(1);
    set(8);
    stopping.step(2);

    EarlyStopping resumed = new EarlyStopping(model, 2);
    resumed.loadStateDict(stopping.stateDict());
    resumed.step(3);
    resumed.restoreBest();

    assertThat(resumed.isOver()).isTrue();
    assertThat(model.weight().item()).isEqualTo(7);
  }

  @Test
  void badInput_isRefusedWithASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EarlyStopping(model, 0))
        .withMessage("EarlyStopping: patience 0 must be at least 1");
    assertThatIllegalStateException()
        .isThrownBy(() -> new EarlyStopping(model, 1).restoreBest())
        .withMessage("EarlyStopping: there is no best epoch to restore yet; step(measure) makes one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EarlyStopping(model, 1).loadStateDict(Map.of("best", Tensor.scalar(1.0))))
        .withMessage("loadStateDict: EarlyStopping: num_bad_epochs is missing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EarlyStopping(model, 1).loadStateDict(
            Map.of("best", Tensor.scalar(1.0), "num_bad_epochs", Tensor.scalar(0.5))))
        .withMessage("loadStateDict: EarlyStopping: num_bad_epochs is 0.5, must be a whole number, 0 or more");
  }
}
