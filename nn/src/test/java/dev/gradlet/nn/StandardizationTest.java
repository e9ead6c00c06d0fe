package dev.gradlet.nn;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import org.junit.jupiter.api.Test;

class StandardizationTest {
  private static final Tensor ROWS = Tensor.randn(DType.FLOAT64, new Generator(1), 50, 3)
      .mul(Tensor.of(2.0, 0, 100))
      .add(5);

  @Test
  void ofColumns_trainingRows_scaleOthersByThemselves() {
    Standardization scale = Standardization.ofColumns(ROWS);

    Tensor scaled = scale.apply(ROWS);

    assertClose("mean", scaled.mean(0), Tensor.zeros(DType.FLOAT64, 3), 1e-14);
    assertClose("deviation", scaled.std(false, false, 0), Tensor.of(1.0, 0, 1), 1e-14);
    assertClose("back", scale.undo(scaled), ROWS, 1e-14);
    assertThat(scale.apply(Tensor.zeros(DType.FLOAT64, 2, 3)).shape()).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void ofAll_anyRank_hasOneMeanAndOneDeviation() {
    Tensor images = ROWS.reshape(10, 5, 3);

    Tensor scaled = Standardization.ofAll(images).apply(images);

    assertClose("mean", scaled.mean(), Tensor.scalar(0.0), 1e-14);
    assertClose("deviation", scaled.std(false, false), Tensor.scalar(1.0), 1e-14);
  }

  @Test
  void badInput_isRefusedWithASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Standardization.ofColumns(Tensor.zeros(0, 3)))
        .withMessage("Standardization: rows [0, 3] must not be empty");
  }
}
