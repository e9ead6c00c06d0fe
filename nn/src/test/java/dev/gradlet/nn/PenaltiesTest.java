package dev.gradlet.nn;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PenaltiesTest {
  private final Parameter matrix = Parameter.of(Tensor.of(new double[][] {{3, 0}, {0, -4}}));
  private final Parameter vector = Parameter.of(Tensor.of(0.0, 12.0));
  private final Parameter zero = Parameter.of(Tensor.zeros(DType.FLOAT64, 3));

  @Test
  void sumOfSquares_severalTensors_hasGradientTwiceTheValue() {
    Tensor penalty = Penalties.sumOfSquares(matrix, vector, zero);
    penalty.backward();

    assertThat(penalty.item()).isEqualTo(169);
    assertThat(matrix.grad().toDoubleArray()).containsExactly(6, 0, 0, -8);
    assertThat(vector.grad().toDoubleArray()).containsExactly(0, 24);
    assertThat(zero.grad().toDoubleArray()).containsExactly(0, 0, 0);
  }

  @Test
  void norm_severalTensors_isThatOfAllElementsAsOneVector() {
    Tensor penalty = Penalties.norm(List.of(matrix, vector, zero));
    penalty.backward();

    assertThat(penalty.item()).isEqualTo(13);
    assertClose("matrix", matrix.grad(), Tensor.of(new double[][] {{3 / 13.0, 0}, {0, -4 / 13.0}}), 1e-15);
    assertClose("vector", vector.grad(), Tensor.of(0, 12 / 13.0), 1e-15);
    assertThat(zero.grad().toDoubleArray()).containsExactly(0, 0, 0);
  }

  @Test
  void norm_allZero_hasGradientZero() {
    Parameter other = Parameter.of(Tensor.zeros(DType.FLOAT64, 2, 2));

    Tensor penalty = Penalties.norm(zero, other);
    penalty.backward();

    assertThat(penalty.item()).isZero();
    assertThat(zero.grad().toDoubleArray()).containsOnly(0);
    assertThat(other.grad().toDoubleArray()).containsOnly(0);
  }

  @Test
  void sumOfAbs_severalTensors_hasTheSignAsGradient() {
    Tensor penalty = Penalties.sumOfAbs(matrix, vector);
    penalty.backward();

    assertThat(penalty.item()).isEqualTo(19);
    assertThat(matrix.grad().toDoubleArray()).containsExactly(1, 0, 0, -1);
    assertThat(vector.grad().toDoubleArray()).containsExactly(0, 1);
  }

  @Test
  void penalties_ofNothing_areZero() {
    assertThat(Penalties.sumOfSquares().item()).isZero();
    assertThat(Penalties.norm(List.of()).item()).isZero();
    assertThat(Penalties.sumOfAbs(List.of()).item()).isZero();
  }

  @Test
  void penalties_badInput_isRefusedWithASentence() {
    assertThatNullPointerException()
        .isThrownBy(() -> Penalties.norm(Arrays.asList(matrix, null)))
        .withMessage("norm: tensor 1 is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Penalties.sumOfSquares(Tensor.of(1, 2)))
        .withMessage("sumOfSquares: tensor 0 is INT32, must be FLOAT32 or FLOAT64: convert with to(dtype)");
  }
}
