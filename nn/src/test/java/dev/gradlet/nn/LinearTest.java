package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LinearTest {
  @Test
  void forward_matrixBatchAndVector_isXTimesTransposedWeightPlusBias() {
    Linear linear = Linear.of(Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}), Tensor.of(10f, 20f));

    assertThat(linear.forward(Tensor.of(new float[][] {{1, 0, 0}, {1, 1, 1}})).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{11, 24}, {16, 35}});
    assertThat(linear.forward(Tensor.of(1f, 1f, 1f)).toFloatArray()).containsExactly(16, 35);
    assertThat(linear.forward(Tensor.ones(2, 4, 3)).shape()).isEqualTo(Shape.of(2, 4, 2));
  }

  @Test
  void backward_sumOfOutputs_givesColumnSumsOfInputs() {
    Linear linear = Linear.of(Tensor.zeros(2, 3), Tensor.zeros(2));

    linear.forward(Tensor.of(new float[][] {{1, 2, 3}, {10, 20, 30}})).sum().backward();

    assertThat(linear.weight().grad().toFloatMatrix()).isDeepEqualTo(new float[][] {{11, 22, 33}, {11, 22, 33}});
    assertThat(linear.bias().grad().toFloatArray()).containsExactly(2, 2);
  }

  @Test
  void initialisation_isUniformWithinOneOverTheRootOfIn() {
    Linear linear = new Linear(100, 200, new Generator(1));

    double[] weight = linear.weight().toDoubleArray();
    assertThat(linear.weight().shape()).isEqualTo(Shape.of(200, 100));
    assertThat(linear.bias().shape()).isEqualTo(Shape.of(200));
    assertThat(Arrays.stream(weight)).allMatch(w -> Math.abs(w) <= 0.1);
    assertThat(Arrays.stream(linear.bias().toDoubleArray())).allMatch(b -> Math.abs(b) <= 0.1);
    // 20,000 uniform draws: mean 0 within 4 standard errors, mean square 0.1²/3 within 3 %.
    assertThat(Arrays.stream(weight).average().orElseThrow()).isCloseTo(0, within(0.0017));
    assertThat(Arrays.stream(weight).map(w -> w * w).average().orElseThrow()).isCloseTo(0.01 / 3, withinPercentage(3));
  }

  @Test
  void initialisation_sameSeed_givesTheSameLayer() {
    Linear a = new Linear(DType.FLOAT64, 3, 2, true, new Generator(5));
    Linear b = new Linear(DType.FLOAT64, 3, 2, true, new Generator(5));
    Linear c = new Linear(DType.FLOAT64, 3, 2, true, new Generator(6));

    assertThat(a.weight().dtype()).isEqualTo(DType.FLOAT64);
    assertThat(a.weight().toDoubleArray()).isEqualTo(b.weight().toDoubleArray());
    assertThat(a.weight().toDoubleArray()).isNotEqualTo(c.weight().toDoubleArray());
    assertThat(a.bias().toDoubleArray()).isEqualTo(b.bias().toDoubleArray());
  }

  @Test
  void withoutBias_hasOneParameter() {
    Linear linear = new Linear(3, 2, false);

    assertThat(linear.namedParameters()).containsOnlyKeys("weight");
    assertThat(linear.bias()).isNull();
    assertThat(linear.forward(Tensor.zeros(5, 3)).toFloatArray()).hasSize(10).containsOnly(0);
    assertThat(linear).hasToString("Linear[in=3, out=2, no bias]");
  }

  @Test
  void forward_inputOfOtherWidth_saysTheRightOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Linear(4, 2).forward(Tensor.zeros(5, 3)))
        .withMessage("Linear: input [5, 3], weight [2, 4]: the last axis of the input must be of size 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Linear(4, 2).forward(Tensor.scalar(1f)))
        .withMessage("Linear: input [], weight [2, 4]: the last axis of the input must be of size 4");
    assertThatNullPointerException()
        .isThrownBy(() -> new Linear(4, 2).forward(null))
        .withMessage("Linear: input is null");
  }

  @Test
  void construction_badArguments_areRefusedWithASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Linear(0, 2))
        .withMessage("Linear: input size 0 must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Linear(2, -1))
        .withMessage("Linear: output size -1 must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Linear.of(Tensor.zeros(3), null))
        .withMessage("Linear: weight [3] must be a matrix [out, in]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Linear.of(Tensor.zeros(2, 3), Tensor.zeros(3)))
        .withMessage("Linear: bias [3] must be [2], as weight is [2, 3]");
    assertThatNullPointerException()
        .isThrownBy(() -> new Linear(2, 3, (Generator) null))
        .withMessage("Linear: random is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parameter.of(Tensor.of(1, 2)))
        .withMessage("Parameter: value is INT32, must be FLOAT32 or FLOAT64: convert with to(dtype)");
  }
}
