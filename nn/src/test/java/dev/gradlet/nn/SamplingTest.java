package dev.gradlet.nn;

import static dev.gradlet.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SamplingTest {
  private static final Tensor WEIGHTS = Tensor.of(0.0, 3, 0, 1, 4, 0);

  static Stream<Arguments> draws() {
    return Stream.of(
        row("normal", r -> Sampling.normal(Tensor.zeros(20), Tensor.ones(20), r)),
        row("bernoulli", r -> Sampling.bernoulli(Tensor.full(0.5, 20), r)),
        row("integers", r -> Sampling.integers(-5, 1000, r, 4, 5)),
        row("permutation", r -> Sampling.permutation(20, r)),
        row("categorical", r -> Sampling.categorical(WEIGHTS, 20, true, r)),
        row("categorical without replacement", r -> Sampling.categorical(Tensor.ones(20), 10, false, r)));
  }

  private static Arguments row(String name, Function<Generator, Tensor> draw) {
    return Arguments.of(name, draw);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("draws")
  void draw_sameGenerator_isTheSameAndThenAnother(String name, Function<Generator, Tensor> draw) {
    Generator random = new Generator(1);
    double[] first = draw.apply(random).toDoubleArray();

    assertThat(draw.apply(new Generator(1)).toDoubleArray()).isEqualTo(first);
    assertThat(draw.apply(random).toDoubleArray()).isNotEqualTo(first);
  }

  @Test
  void draw_withoutAGenerator_followsTheStandardOne() {
    double[][] drawn = new double[2][];
    for (int i = 0; i < drawn.length; i++) {
      Generator.seed(5);
      drawn[i] = Tensor.concat(
          0, Sampling.normal(Tensor.zeros(9), Tensor.ones(9)), Sampling.bernoulli(Tensor.full(0.5, 9)),
          Sampling.integers(0, 99, 9).to(DType.FLOAT32), Sampling.permutation(9).to(DType.FLOAT32),
          Sampling.categorical(Tensor.ones(9), 5, false).to(DType.FLOAT32)).toDoubleArray();
    }

    assertThat(drawn[0]).isEqualTo(drawn[1]);
  }

  @Test
  void normal_meanAndDeviation_haveGradients() {
    Tensor mean = Tensor.zeros(DType.FLOAT64, 3, 1).requireGrad();
    Tensor deviation = Tensor.ones(DType.FLOAT64, 2).requireGrad();

    Tensor drawn = Sampling.normal(mean, deviation, new Generator(1));
    drawn.sum().backward();

    assertThat(drawn.shape()).isEqualTo(Shape.of(3, 2));
    assertThat(mean.grad().toDoubleArray()).containsOnly(2);
    assertClose("noise", deviation.grad(), drawn.detach().sum(0), 1e-15);
  }

  @Test
  void bernoulli_probabilities_areMetAndCertaintiesKept() {
    Tensor drawn = Sampling.bernoulli(Tensor.of(0f, 1f, 0.3f).expand(10_000, 3), new Generator(1));

    assertThat(drawn.dtype()).isEqualTo(DType.FLOAT32);
    double[] means = drawn.mean(0).toDoubleArray();
    assertThat(means[0]).isZero();
    assertThat(means[1]).isEqualTo(1);
    assertThat(means[2]).isBetween(0.28, 0.32);
  }

  @Test
  void integers_range_isMetFromLowToBeforeHigh() {
    int[] drawn = Sampling.integers(-2, 3, new Generator(1), 100, 10).toIntArray();

    for (int value = -2; value < 3; value++) {
      int v = value;
      assertThat(Arrays.stream(drawn).filter(i -> i == v).count()).isBetween(150L, 250L);
    }
    assertThat(Arrays.stream(
        Sampling.integers(Integer.MIN_VALUE, Integer.MAX_VALUE, new Generator(1), 100).toIntArray()).boxed())
        .anyMatch(i -> i < -1_000_000_000)
        .anyMatch(i -> i > 1_000_000_000);
  }

  @Test
  void permutation_numbers_areThereOnceInEachOrderEquallyOften() {
    Generator random = new Generator(3);
    int[] orders = new int[1000];
    for (int i = 0; i < 6000; i++) {
      int[] order = Sampling.permutation(3, random).toIntArray();
      orders[100 * order[0] + 10 * order[1] + order[2]]++;
    }

    assertThat(IntStream.of(12, 21, 102, 120, 201, 210).map(i -> orders[i])).allMatch(n -> n > 900 && n < 1100);
    assertThat(Sampling.permutation(0, random).elements()).isZero();
  }

  @Test
  void categorical_withReplacement_meetsTheWeights() {
    int[] drawn = Sampling.categorical(WEIGHTS, 8000, true, new Generator(1)).toIntArray();

    assertThat(Arrays.stream(drawn).filter(i -> i == 1).count()).isBetween(2850L, 3150L);
    assertThat(Arrays.stream(drawn).filter(i -> i == 3).count()).isBetween(900L, 1100L);
    assertThat(Arrays.stream(drawn)).containsOnly(1, 3, 4);
  }

  @Test
  void categorical_withoutReplacement_drawsEachOnceAndTheHeavierFirst() {
    Generator random = new Generator(1);
    int[] first = new int[6];
    for (int i = 0; i < 8000; i++) {
      int[] drawn = Sampling.categorical(WEIGHTS, 3, false, random).toIntArray();
      assertThat(drawn).containsExactlyInAnyOrder(1, 3, 4);
      first[drawn[0]]++;
    }

    assertThat(first[1]).isBetween(2850, 3150);
    assertThat(first[3]).isBetween(900, 1100);
  }

  @Test
  void categorical_rows_areDrawnEachByItself() {
    Tensor weights = Tensor.of(new double[][] {{0, 1, 0}, {0, 0, 5}});

    assertThat(Sampling.categorical(weights, 2, true, new Generator(1)).toIntMatrix())
        .isDeepEqualTo(new int[][] {{1, 1}, {2, 2}});
    assertThat(Sampling.categorical(weights, new Generator(1)).toIntArray()).containsExactly(1, 2);
    assertThat(Sampling.categorical(Tensor.of(0f, 2f), new Generator(1)).item()).isEqualTo(1);
  }

  @Test
  void badInput_isRefusedWithASentence() {
    Generator random = new Generator(1);
    assertRefused(
        () -> Sampling.bernoulli(Tensor.of(0.5, 1.5), random), "bernoulli: probability 1.5 must be from 0 to 1");
    assertRefused(() -> Sampling.integers(3, 3, random, 2), "integers: low 3 must be less than high 3");
    assertRefused(() -> Sampling.permutation(-1, random), "permutation: n = -1 must be 0 or more");
    assertRefused(
        () -> Sampling.categorical(Tensor.of(0.5, -1), random),
        "categorical: weight -1.0 must be a finite number, 0 or more");
    assertRefused(
        () -> Sampling.categorical(Tensor.zeros(3), random),
        "categorical: 1 of the weights must be above 0 to draw 1, only 0 are");
    assertRefused(
        () -> Sampling.categorical(WEIGHTS, 4, false, random),
        "categorical: 4 of the weights must be above 0 to draw 4 without replacement, only 3 are");
    assertRefused(
        () -> Sampling.categorical(Tensor.ones(2, 2, 2), random),
        "categorical: weights [2, 2, 2] must be [k] or [n, k]");
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }
}
