package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.gradlet.Tensor;
import org.junit.jupiter.api.Test;

class MSELossTest {
  @Test
  void forward_reductions_areMeanSumAndNone() {
    Tensor prediction = Tensor.of(1f, 2f, 5f);
    Tensor target = Tensor.of(1f, 0f, 2f);

    assertThat(new MSELoss().forward(prediction, target).item()).isEqualTo((float) (13 / 3.0));
    assertThat(new MSELoss(Reduction.SUM).forward(prediction, target).item()).isEqualTo(13);
    assertThat(new MSELoss(Reduction.NONE).forward(prediction, target).toFloatArray()).containsExactly(0, 4, 9);
  }

  @Test
  void forward_columnAgainstVector_saysToReshape() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MSELoss().forward(Tensor.zeros(8, 1), Tensor.zeros(8)))
        .withMessage("MSELoss: prediction [8, 1] and target [8] differ: give target.reshape(8, 1)");
  }

  @Test
  void forward_shapesThatWouldBroadcast_saysToExpand() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MSELoss().forward(Tensor.zeros(8, 2), Tensor.zeros(2)))
        .withMessage("MSELoss: prediction [8, 2] and target [2] differ: they must have the same shape;"
            + " expand one of them if broadcasting is meant");
  }

  @Test
  void forward_badInput_isRefusedWithASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MSELoss().forward(Tensor.of(1, 2), Tensor.of(1f, 2f)))
        .withMessage("MSELoss: prediction is INT32, must be FLOAT32 or FLOAT64: convert with to(dtype)");
    assertThatNullPointerException()
        .isThrownBy(() -> new MSELoss().forward(Tensor.of(1f), null))
        .withMessage("MSELoss: target is null");
    assertThatNullPointerException().isThrownBy(() -> new MSELoss(null)).withMessage("MSELoss: reduction is null");
  }
}
