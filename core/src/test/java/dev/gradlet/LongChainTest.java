package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.engine.plan.Evaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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

  static Stream<Arguments> steps() {
    return Stream.<Map.Entry<String, UnaryOperator<Tensor>>>of(
            Map.entry("views", x -> x.transpose().reshape(6, 10)),
            Map.entry("addition and views", x -> x.add(1).transpose().reshape(6, 10)),
            Map.entry("tanh and views", x -> x.tanh().transpose().reshape(6, 10)),
            Map.entry("column sums", x -> x.add(x.sum(0)).transpose().reshape(6, 10)),
            Map.entry("softmax", x -> x.softmax(1).transpose().reshape(6, 10)),
            Map.entry("largest of rows", x -> x.sub(x.max(1).values().unsqueeze(1)).transpose().reshape(6, 10)),
            Map.entry("expanded", x -> x.unsqueeze(1).expand(6, 2, 10).sum(1).transpose().reshape(6, 10)),
            Map.entry("a row of each", x -> x.mul(x.add(1).select(0, 2)).transpose().reshape(6, 10)),
            Map.entry("gathered rows",
                x -> x.indexSelect(0, Tensor.of(1, 2, 3, 4, 5, 0)).transpose().reshape(6, 10)),
            Map.entry("products", x -> x.matmul(x.transpose().reshape(10, 6)).matmul(x).transpose().reshape(6, 10)))
        .map(step -> Arguments.of(step.getKey(), step.getValue()));
  }

  /** Each reshape needs a copy of what it reshapes. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void evaluate_manyReshapesThatNeedCopies_givesTheSameBitsAsWithoutFusion(String name, UnaryOperator<Tensor> step) {
    List<Object[]> apart = new ArrayList<>();
    Evaluator.withoutFusion(() -> apart.add(bitsAfter(60, step)));

    assertThat(bitsAfter(60, step)).isEqualTo(apart.get(0));
  }

  private static Object[] bitsAfter(int steps, UnaryOperator<Tensor> step) {
    Tensor y = Tensor.rand(new Generator(1), 6, 10).requireGrad();
    for (int i = 0; i < steps; i++) {
      y = step.apply(y);
    }
    return Bits.of(y);
  }

  /** Each step adds a row of 500 within a row of 500: after eight there would be more places than a long counts. */
  @Test
  void sum_ofRowsWithinRows_givesTheValue() {
    Tensor x = Tensor.linspace(0, 1, 500, DType.FLOAT64).unsqueeze(1);
    double[] expected = x.flatten().toDoubleArray();
    for (int step = 0; step < 10; step++) {
      x = x.sub(x.transpose()).sum(true, 1).div(500);
      double mean = Arrays.stream(expected).sum() / 500;
      expected = Arrays.stream(expected).map(value -> value - mean).toArray();
    }
    assertThat(x.toDoubleArray()).containsExactly(expected, within(1e-12));
  }

  /** Each step looks up one of 40 within one of 40: twelve of them would be more places than a long counts. */
  @ParameterizedTest
  @ValueSource(ints = {11, 12, 13, 40})
  void indexSelect_ofGathersWithinGathers_givesTheSameBitsAsWithoutFusion(int steps) {
    Tensor turned = Tensor.arange(40).rsub(39);
    UnaryOperator<Tensor> step = x -> x.indexSelect(0, turned).mul(0.5);
    List<Object> apart = new ArrayList<>();
    Evaluator.withoutFusion(() -> apart.addAll(List.of(gradientAfter(steps, step))));

    assertThat(gradientAfter(steps, step)).containsExactlyElementsOf(apart);
  }

  private static Object[] gradientAfter(int steps, UnaryOperator<Tensor> step) {
    Tensor x = Tensor.rand(new Generator(1), 40).requireGrad();
    Tensor y = x;
    for (int i = 0; i < steps; i++) {
      y = step.apply(y);
    }
    y.square().sum().backward();
    return Bits.of(x.grad());
  }
}
