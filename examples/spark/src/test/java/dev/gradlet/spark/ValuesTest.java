package dev.gradlet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradlet.Tensor;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValuesTest {
  private static List<Tensor> tensors() {
    return List.of(
        Tensor.of(new float[][] {{1, -0.0f, Float.NaN}, {Float.MIN_VALUE, 1e30f, 3}}), Tensor.of(new double[] {Math.PI}),
        Tensor.of(new int[][] {{1}, {-2}}), Tensor.of(true, false), Tensor.scalar(2f), Tensor.zeros(2, 0, 3));
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void values_serialised_areTheSameTensor(Tensor tensor) {
    Tensor copy = SerializationUtils.clone(Values.of(tensor)).tensor();
    assertThat(copy.dtype()).isEqualTo(tensor.dtype());
    assertThat(copy.shape()).isEqualTo(tensor.shape());
    assertThat(copy.toDoubleArray()).isEqualTo(tensor.toDoubleArray());
  }

  @Test
  void plus_whatIsThereOnOneSideOnly_isTaken() {
    var some = Values.of(Arrays.asList(Tensor.of(1f), null, null));
    var others = Values.of(Arrays.asList(Tensor.of(2f), Tensor.of(3.0), null));
    var sums = Values.plus(some, others);
    assertThat(sums.get(0).tensor().item()).isEqualTo(3);
    assertThat(sums.get(1).tensor().item()).isEqualTo(3);
    assertThat(sums.get(2)).isNull();
    assertThat(Values.plus(sums, List.of())).isEqualTo(sums);
    assertThatThrownBy(() -> Values.plus(Values.of(List.of(Tensor.of(1))), Values.of(List.of(Tensor.of(2)))))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("only FLOAT32 and FLOAT64 are summed");
    assertThatThrownBy(() -> Values.plus(Values.of(List.of(Tensor.of(1f))), Values.of(List.of(Tensor.of(1f, 2f)))))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("shapes [1] and [2] differ");
  }
}
