package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.run.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops over rows: against the naive reference, operation by operation, on several threads, and what they store. */
@Tag("parity")
class RowsTest {
  private static final List<int[]> ALL_SHAPES = List.of(new int[][] {
    {3, 65}, {17, 64}, {3, 1, 4, 72}, {1, 64}, {70, 100}, {9, 256}, {5, 500}, {2, 1000}, {3, 1024},
    {2, 5, 64}, {4, 1, 80}
  });
  private static final List<int[]> SHAPES = ALL_SHAPES.subList(0, Interpreted.only() ? 3 : ALL_SHAPES.size());

  static final Map<String, UnaryOperator<Tensor>> EXPRESSIONS = Map.ofEntries(
      Map.entry("sums of rows", x -> x.sum(-1)),
      Map.entry("sums of exponentials", x -> x.neg().logSumExp(-1).sub(x.logSumExp(-1))),
      Map.entry("softmax", x -> x.softmax(-1)),
      Map.entry("logSoftmax", x -> x.logSoftmax(-1)),
      Map.entry("layer norm", x -> x.sub(x.mean(true, -1)).div(x.var(false, true, -1).add(0.1).sqrt())),
      Map.entry("rows less their columns' mean", x -> x.sub(x.mean(true, 0)).square().sum(-1)),
      Map.entry("softmax of columns", x -> x.transpose().softmax(0)),
      Map.entry("softmax along the first axis", x -> x.softmax(0)),
      Map.entry("rows of a transposed product", x -> x.mul(x.sum(true, -1)).transpose().exp().sum(0)),
      Map.entry("every second lane", x -> x.transpose().index(Index.range(0, 64, 2)).transpose().softmax(-1)),
      Map.entry("chosen elements", x -> x.logSoftmax(-1).gather(-1, x.argMax(-1).unsqueeze(-1))),
      Map.entry("norms of rows by column", x -> x.norm(2, -1).unsqueeze(-1).mul(x.mean(0).unsqueeze(0))),
      Map.entry("largest of what is scattered", x ->
          Tensor.zerosLike(x).scatterAdd(0, index(x), x).norm(Double.POSITIVE_INFINITY, true, -1).mul(x)),
      Map.entry("sums of rows that an index chooses", x ->
          x.square().sum(true, -1).add(x).gather(0, index(x)).mul(x)),
      Map.entry("sums of rows that an index chooses, transposed", x ->
          x.exp().sum(true, -1).mul(x).transpose().gather(-1, index(x.transpose())).mul(x.transpose())),
      Map.entry("masked", x -> Tensor.where(x.gt(x.mean(true, -1)), x, 0).sum(-1)));

  /** A place for each element along any axis of x: one for those above 0, another for the rest. */
  private static Tensor index(Tensor x) {
    int size = java.util.Arrays.stream(x.shape().toArray()).min().orElse(1);
    return x.detach().gt(0).to(DType.INT32).mul(3).minimum(size - 1);
  }

  private final int threads = Workers.count();

  static Stream<String> names() {
    return EXPRESSIONS.keySet().stream().sorted();
  }

  @AfterEach
  void restore() {
    Workers.setCount(threads);
    Workers.setSplitAll(false);
  }

  private static Tensor input(int[] shape, DType dtype) {
    long[] sizes = Arrays.stream(shape).asLongStream().toArray();
    return Tensor.randn(dtype, new Generator(shape[0]), sizes).evaluate().requireGrad();
  }

  /** The values, a loss of them, and the gradient. */
  private static List<Tensor> results(UnaryOperator<Tensor> expression, int[] shape, DType dtype) {
    Tensor x = input(shape, dtype);
    Tensor y = expression.apply(x);
    Tensor loss = y.square().sum();
    loss.backward();
    return new ArrayList<>(List.of(loss, y, x.grad()));
  }

  private static List<Object[]> bits(List<Tensor> results) {
    return results.stream().map(Bits::of).toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void backward_ofRows_agreesWithTheReference(String name) {
    for (int[] shape : SHAPES) {
      Tensor x = input(shape, DType.FLOAT64);
      Tensor y = EXPRESSIONS.get(name).apply(x);
      Tensor loss = y.square().sum();
      Reference reference = Reference.roundingAs(DType.FLOAT64);
      double[][] value = reference.value(y);
      double[][] gradient = reference.gradients(loss).get(x.variable());
      StaleRegisters.fill();
      loss.backward();
      check(name, shape, y, reference, value);
      check("gradient of " + name, shape, x.grad(), reference, gradient);
    }
  }

  private static void check(String what, int[] shape, Tensor actual, Reference reference, double[][] expected) {
    double[] values = actual.toDoubleArray();
    double tolerance = reference.tolerance(expected);
    for (int i = 0; i < values.length; i++) {
      assertThat(Math.abs(values[i] - expected[0][i]))
          .as("%s of %s, [%d]: %s, should be %s", what, Arrays.toString(shape), i, values[i], expected[0][i])
          .isLessThanOrEqualTo(tolerance);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void backward_ofRows_hasTheBitsOfOperationByOperation(String name) {
    for (int[] shape : SHAPES) {
      for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
        List<Object[]> fused = bits(results(EXPRESSIONS.get(name), shape, dtype));
        List<Tensor> apart = new ArrayList<>();
        Evaluator.withoutFusion(() -> apart.addAll(results(EXPRESSIONS.get(name), shape, dtype)));
        Workers.setCount(3);
        Workers.setSplitAll(true);
        List<Object[]> split = bits(results(EXPRESSIONS.get(name), shape, dtype));
        restore();
        for (int i = 0; i < fused.size(); i++) {
          assertThat(fused.get(i)).as("%s of %s, %d", name, Arrays.toString(shape), i).isEqualTo(bits(apart).get(i));
          assertThat(split.get(i)).as("%s of %s, %d, split", name, Arrays.toString(shape), i).isEqualTo(fused.get(i));
        }
      }
    }
  }

  @Test
  void backward_ofLayerNorm_storesNothingOfItsSizeButTheGradient() {
    Tensor x = input(new int[] {40, 256}, DType.FLOAT32);
    Tensor scale = Tensor.ones(256).requireGrad();
    Tensor shift = Tensor.zeros(256).requireGrad();
    List<Long> sizes = new ArrayList<>();
    Evaluator.listening((node, data) -> sizes.add(node.shape().elements()), () -> {
      Tensor centred = x.sub(x.mean(true, 1));
      Tensor scaled = centred.mul(x.var(false, true, 1).add(1e-5).rsqrt());
      scaled.mul(scale).add(shift).square().mean().backward();
    });

    assertThat(sizes).filteredOn(size -> size == 40 * 256).hasSize(1);
  }

  @Test
  void backward_ofCrossEntropy_storesNothingOfItsSizeButTheGradient() {
    Tensor x = input(new int[] {40, 64}, DType.FLOAT32);
    Tensor labels = Tensor.zeros(DType.INT32, 40, 1);
    List<Long> sizes = new ArrayList<>();
    Evaluator.listening(
        (node, data) -> sizes.add(node.shape().elements()),
        () -> x.logSoftmax(1).gather(1, labels).mean().neg().backward());

    assertThat(sizes).filteredOn(size -> size == 40 * 64).hasSize(1);
  }

  @Test
  void sums_ofNoRows_areZeros() {
    Tensor none = Tensor.zeros(0, 64);

    assertThat(none.exp().sum(0).toDoubleArray()).hasSize(64).containsOnly(0);
    assertThat(none.exp().sum().item()).isZero();
    assertThat(none.softmax(1).toDoubleArray()).isEmpty();
  }
}
