package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.plan.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an evaluation stores and how much it computes, by counting. */
class EvaluationTest {
  private static final int N = 2000;
  private static final int K = 10;
  private static final int D = 10;

  /** The number of elements of every array made, in order. */
  private static List<Long> arrays(Runnable evaluation) {
    List<Long> elements = new ArrayList<>();
    Evaluator.listening((tensor, data) -> elements.add(data.shape().elements()), evaluation);
    return elements;
  }

  private static long work(Tensor root) {
    return Plans.of(root).tasks().stream()
        .mapToLong(task -> task instanceof Schedule.LoopTask loop ? loop.plan().work() : 0)
        .sum();
  }

  private static long packings(Tensor root) {
    return Plans.of(root).tasks().stream()
        .flatMap(task -> task instanceof Schedule.LoopTask loop ? loop.plan().operands().stream() : Stream.of())
        .filter(operand -> operand.packing() != null)
        .count();
  }

  static Stream<Arguments> kMeansLosses() {
    BinaryOperator<Tensor> broadcast =
        (z, c) -> z.unsqueeze(1).sub(c.unsqueeze(0)).pow(2).sum(2).min(1).values().mean();
    BinaryOperator<Tensor> index =
        (z, c) -> z.index(Index.all(), Index.newAxis()).sub(c).square().sum(-1).min(-1).values().mean();
    BinaryOperator<Tensor> repeat =
        (z, c) -> z.unsqueeze(1).repeat(1, K, 1).sub(c.unsqueeze(0).repeat(N, 1, 1))
            .norm(2, 2).pow(2).min(1).values().mean();
    BinaryOperator<Tensor> repeatRootLast =
        (z, c) -> z.unsqueeze(1).repeat(1, K, 1).sub(c.unsqueeze(0).repeat(N, 1, 1))
            .norm(2, 2).min(1).values().pow(2).mean();
    return Stream.of(
        Arguments.of("broadcast", broadcast), Arguments.of("index", index), Arguments.of("repeat and norm", repeat),
        Arguments.of("repeat and norm, squared last", repeatRootLast));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kMeansLosses")
  void item_kMeansLoss_storesNothingButThePartialResults(String spelling, BinaryOperator<Tensor> loss) {
    Generator random = new Generator(1);
    Tensor value = loss.apply(Tensor.randn(random, N, D), Tensor.randn(random, K, D));

    assertThat(arrays(value::item)).isNotEmpty().allSatisfy(elements -> assertThat(elements).isLessThanOrEqualTo(N));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kMeansLosses")
  void backward_kMeansLoss_storesNoArrayOfAllDifferences(String spelling, BinaryOperator<Tensor> loss) {
    Generator random = new Generator(1);
    Tensor z = Tensor.randn(random, N, D).requireGrad();
    Tensor c = Tensor.randn(random, K, D).requireGrad();
    Tensor value = loss.apply(z, c);

    assertThat(arrays(value::item)).allSatisfy(elements -> assertThat(elements).isLessThanOrEqualTo(N * K));
    assertThat(arrays(value::backward)).isNotEmpty()
        .allSatisfy(elements -> assertThat(elements).isLessThanOrEqualTo(N * K));
    assertThat(z.grad().norm().item()).isPositive();
    assertThat(c.grad().norm().item()).isPositive();
  }

  @Test
  void item_elementwiseChainIntoASum_storesTheSumAlone() {
    Tensor x = Tensor.randn(new Generator(1), 100, 70);
    Tensor y = x.exp().mul(2).add(x).sub(1).tanh().square().sum();

    assertThat(arrays(y::item)).containsExactly(1L);
  }

  @Test
  void evaluate_elementwiseChain_storesTheResultAlone() {
    Tensor x = Tensor.randn(new Generator(1), 100, 70);
    Tensor y = x.exp().maximum(x).div(3).log1p();

    assertThat(arrays(y::evaluate)).containsExactly(7000L);
    assertThat(arrays(y::evaluate)).isEmpty();
    assertThat(arrays(y::toFloatArray)).isEmpty();
  }

  @Test
  void backward_doublingSixtyFourTimes_takesLinearWork() {
    Tensor x = Tensor.ones(DType.FLOAT64, 1000).requireGrad();
    Tensor y = x;
    for (int i = 0; i < 64; i++) {
      y = y.add(y);
    }
    assertThat(work(y)).isLessThan(64 * 8 * 1000);
    assertThat(arrays(y.sum()::backward)).hasSizeLessThan(40);
    assertThat(x.grad().toDoubleArray()).containsOnly(0x1p64);
  }

  @Test
  void item_stepsThatAreAlsoSummed_takesLinearWork() {
    Tensor few = summedSteps(300);
    Tensor many = summedSteps(600);

    assertThat((double) work(many) / work(few)).isBetween(1.9, 2.1);
    assertThat(arrays(many::item)).hasSizeLessThan(2 * 600 + 10);
  }

  private static Tensor summedSteps(int steps) {
    Tensor x = Tensor.ones(1000).requireGrad();
    Tensor total = Tensor.scalar(0f);
    for (int i = 0; i < steps; i++) {
      x = x.mul(0.999).add(0.001);
      total = total.add(x.sum());
    }
    return total;
  }

  @Test
  void backward_afterItem_repeatsNoCostlyMap() {
    Tensor x = Tensor.randn(new Generator(1), 50, 40).requireGrad();
    Tensor e = x.mul(0.1).exp();
    Tensor t = e.add(1).tanh();
    Tensor.Extremum least = t.min(1);
    Tensor loss = least.values().sum().add(t.square().mean());
    loss.item();

    assertThat(e.node().data()).as("kept, as its VJP reads it").isNotNull();
    assertThat(t.node().data()).as("kept, as its VJP reads it").isNotNull();
    assertThat(arrays(least.indices()::evaluate)).as("indices that the VJP reads").isEmpty();
    assertThat(arrays(loss::backward)).as("the gradient alone").hasSizeLessThanOrEqualTo(2);
  }

  static Stream<Arguments> views() {
    return Stream.of(
        Arguments.of("transpose", (UnaryOperator<Tensor>) Tensor::transpose),
        Arguments.of("permute and unsqueeze", (UnaryOperator<Tensor>) x -> x.unsqueeze(0).permute(2, 0, 1)),
        Arguments.of("narrow", (UnaryOperator<Tensor>) x -> x.narrow(1, 7, 900)),
        Arguments.of("every other row", (UnaryOperator<Tensor>) x -> x.index(Index.range(0, 4, 2))),
        Arguments.of("select", (UnaryOperator<Tensor>) x -> x.select(0, -1)),
        Arguments.of("expand", (UnaryOperator<Tensor>) x -> x.unsqueeze(1).expand(-1, 2, -1)),
        Arguments.of("expand along the rows", (UnaryOperator<Tensor>) x -> x.select(1, 3).unsqueeze(1).expand(4, 1000)),
        Arguments.of("repeat", (UnaryOperator<Tensor>) x -> x.unsqueeze(0).repeat(2, 1, 1)),
        Arguments.of("repeat along a new axis", (UnaryOperator<Tensor>) x -> x.repeat(2, 1, 1)),
        Arguments.of("reshape", (UnaryOperator<Tensor>) x -> x.reshape(2, 2, 10, 100)),
        Arguments.of("reshape of a slice", (UnaryOperator<Tensor>) x -> x.narrow(0, 1, 2).reshape(2000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("views")
  void evaluate_ofAView_readsItInPlace(String name, UnaryOperator<Tensor> view) {
    Tensor x = Tensor.randn(new Generator(1), 4, 1000);
    Tensor y = view.apply(x).add(1);

    assertThat(packings(y)).isZero();
    assertThat(arrays(y::evaluate)).containsExactly(y.elements());
    assertThat(arrays(() -> view.apply(x).evaluate())).as("a view alone").isEmpty();
  }

  @Test
  void evaluate_ofViewsOnly_sharesTheArray() {
    Tensor x = Tensor.randn(new Generator(1), 4, 1000);
    Tensor y = x.transpose().unsqueeze(0).expand(3, -1, -1).evaluate();

    assertThat(y.node().data().array).isSameAs(x.node().data().array);
  }

  @Test
  void explain_sameStructure_givesTheSameSchedule() {
    UnaryOperator<Tensor> f = x -> x.mul(2).exp().sum(1);
    Schedule one = Plans.of(f.apply(Tensor.ones(5, 6)));

    assertThat(Plans.of(Tensor.ones(5, 6).mul(3).exp().sum(1))).isSameAs(one);
    assertThat(Plans.of(f.apply(Tensor.ones(5, 7)))).isNotSameAs(one);
    assertThat(Plans.of(f.apply(Tensor.ones(DType.FLOAT64, 5, 6)))).isNotSameAs(one);
  }

  @Test
  void add_runningTotal_keepsNoHistoryOfWhatWasDetached() {
    Tensor w = Tensor.ones(3).requireGrad();
    Tensor total = Tensor.scalar(0f);
    for (int i = 0; i < 10; i++) {
      Tensor loss = w.square().sum();
      total = total.add(loss.detach());
      total.evaluate();
      assertThat(total.node().inputs()).as("what the total still refers to").isEmpty();
    }
    assertThat(total.item()).isEqualTo(30);
    assertThat(total.requiresGrad()).isFalse();
  }

  @Test
  void backward_walkedHistory_isForgotten() {
    Tensor w = Tensor.ones(3).requireGrad();
    Tensor y = w.exp();
    Tensor loss = y.sum();
    loss.backward();

    assertThat(loss.node().inputs()).isEmpty();
    assertThat(y.node().data() == null || y.node().inputs().length == 0).isTrue();
    assertThat(y.toFloatArray()).containsOnly((float) Math.E);
  }

  @Test
  void evaluate_severalAtOnce_computesCommonPartsOnce() {
    Tensor x = Tensor.randn(new Generator(1), 1000);
    Tensor e = x.exp();
    Tensor a = e.add(1);
    Tensor b = e.mul(2);
    List<Long> made = arrays(() -> Autograd.evaluate(a, b));

    assertThat(made).as("a, b and the costly map both need").hasSizeLessThanOrEqualTo(3);
    assertThat(Arrays.asList(a.node().data(), b.node().data())).doesNotContainNull();
  }

  private static Tensor standardized(Tensor x) {
    return x.sub(x.mean()).mul(0.5).exp();
  }

  @Test
  void evaluate_sameComputationTwice_isDoneOnce() {
    Tensor x = Tensor.randn(new Generator(1), 100, 70);
    Tensor a = standardized(x);
    Tensor b = standardized(x);
    Tensor sum = a.add(b);

    assertThat(work(sum)).isEqualTo(work(a.add(a)));
    assertThat(arrays(() -> Autograd.evaluate(a, b, sum))).as("sum and mean, the value of both, the result")
        .containsExactlyInAnyOrder(1L, 1L, 7000L, 7000L);
    assertThat(b.node().data()).isSameAs(a.node().data());
    assertThat(sum.sub(a.mul(2)).abs().max().item()).isZero();
  }

  @Test
  void evaluate_sameViewTwice_isOneOperand() {
    Tensor x = Tensor.randn(new Generator(1), 100, 70);
    Tensor twice = standardized(x.transpose()).add(standardized(x.transpose()));
    Tensor view = standardized(x.transpose());

    assertThat(work(twice)).isEqualTo(work(view.add(view)));
  }

  @Test
  void backward_sameComputationTwice_addsBothGradients() {
    Tensor x = Tensor.randn(DType.FLOAT64, new Generator(1), 5, 4).requireGrad();
    standardized(x).mul(standardized(x)).sum().backward();
    double[] twice = x.grad().toDoubleArray();
    x.zeroGrad();
    standardized(x).square().sum().backward();

    assertThat(twice).containsExactly(x.grad().toDoubleArray(), within(1e-12));
  }

  /** The second has a history, whose VJP reads its value. */
  @Test
  void evaluate_sameComputationWithAndWithoutHistory_keepsTheHistorys() {
    Tensor x = Tensor.randn(new Generator(1), 300).requireGrad();
    Tensor without = Autograd.noGrad(() -> x.exp());
    Tensor with = x.exp();
    without.sum().add(with.sum()).item();

    assertThat(with.node().data()).isNotNull();
  }
}
