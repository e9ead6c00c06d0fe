package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chains far longer than a call stack is deep, and loops with more parts than a word has bits. */
class LongChainTest {
  private static final int MILLION = Interpreted.fewer(1_000_000);
  private static final int MANY = Interpreted.fewer(50_000);

  @Test
  void backward_aMillionOperations_givesValueAndGradient() {
    Tensor x = Tensor.of(1.0, 2.0).requireGrad();
    Tensor y = x;
    for (int i = 0; i < MILLION; i++) {
      y = y.add(1);
    }
    Tensor loss = y.sum();
    loss.backward();

    assertThat(loss.item()).isEqualTo(3 + 2.0 * MILLION);
    assertThat(x.grad().toDoubleArray()).containsExactly(1, 1);
  }

  @Test
  void toString_longChainWithoutHistory_givesTheValue() {
    Tensor y = Tensor.of(1.0, 2.0);
    for (int i = 0; i < MANY; i++) {
      y = y.add(1);
    }
    assertThat(y.toDoubleArray()).containsExactly(1 + MANY, 2 + MANY);
  }

  @Test
  void backward_longChainOfViews_givesValueAndGradient() {
    Tensor x = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}}).requireGrad();
    Tensor y = x;
    for (int i = 0; i < MANY; i++) {
      y = y.transpose();
    }
    Tensor loss = y.square().sum();
    loss.backward();

    assertThat(loss.item()).isEqualTo(91);
    assertThat(x.grad().toDoubleArray()).containsExactly(2, 4, 6, 8, 10, 12);
  }

  @Test
  void backward_longChainOfCostlyMaps_givesValueAndGradient() {
    Tensor x = Tensor.of(0.5, -0.5).requireGrad();
    Tensor y = x;
    for (int i = 0; i < 1000; i++) {
      y = y.tanh().mul(1.5);
    }
    y.sum().backward();
    double fixed = y.toDoubleArray()[0];

    assertThat(Math.tanh(fixed) * 1.5).isCloseTo(fixed, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(x.grad().toDoubleArray()[0]).isBetween(0.0, 1e-6);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 40, 63, 64, 65, 80, 200})
  void add_manyRowSumsInOneExpression_addsThemAll(int count) {
    int rows = 1500;
    IntFunction<Tensor> matrix =
        i -> Tensor.arange(3 * rows).reshape(rows, 3).to(DType.FLOAT64).add(i);
    List<Tensor> terms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      terms.add(matrix.apply(i).square().sqrt().sum(1));
    }
    while (terms.size() > 1) {
      List<Tensor> pairs = new ArrayList<>();
      for (int i = 0; i < terms.size(); i += 2) {
        pairs.add(i + 1 < terms.size() ? terms.get(i).add(terms.get(i + 1)) : terms.get(i));
      }
      terms = pairs;
    }
    double[] sums = terms.get(0).toDoubleArray();
    for (int row = 0; row < rows; row++) {
      assertThat(sums[row]).isEqualTo(count * (9.0 * row + 3) + 3.0 * count * (count - 1) / 2);
    }
  }
}
