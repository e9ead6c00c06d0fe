package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.plan.Tuning;
import dev.gradlet.engine.run.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An expression has the same bits however it is evaluated: fused or not, on one thread or more, read early or late. */
@Tag("parity")
class SameBitsTest {
  private static final int BLOCKS = Interpreted.only() ? 3 : 6;
  private static final int SEEDS_A_BLOCK = Interpreted.fewer(30);

  /** Loops over rows, over short ones as well, and reductions along short lanes. */
  private static final List<Tuning> TUNINGS = List.of(Tuning.STANDARD, new Tuning(2, 1), new Tuning(2_000, 1));

  private final int threads = Workers.count();

  static IntStream blocks() {
    return IntStream.range(100, 100 + BLOCKS);
  }

  @BeforeAll
  static void takeShortRows() {
    Tuning.use(new Tuning(2, 512));
  }

  @AfterAll
  static void takeLongRowsOnly() {
    Tuning.use(Tuning.STANDARD);
  }

  @AfterEach
  void restore() {
    Workers.setCount(threads);
    Workers.setSplitAll(false);
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void backward_withoutFusion_givesTheSameBits(int block) {
    Workers.setCount(1);
    compare(block, expression -> Evaluator.withoutFusion(expression.loss::backward));
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void backward_onSeveralThreads_givesTheSameBits(int block) {
    compare(block, expression -> {
      Workers.setCount(3);
      Workers.setSplitAll(true);
      expression.loss.backward();
      Autograd.evaluate(expression.roots);
      restore();
      Workers.setCount(1);
    });
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void backward_afterReadingEveryValue_givesTheSameBits(int block) {
    Workers.setCount(1);
    compare(block, expression -> {
      expression.values.forEach(Tensor::evaluate);
      expression.loss.backward();
    });
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void backward_afterReadingSomeValuesBackwards_givesTheSameBits(int block) {
    Workers.setCount(1);
    compare(block, expression -> {
      for (int i = expression.values.size() - 1; i >= 0; i -= 2) {
        assertThat(expression.values.get(i).toString()).isNotEmpty();
      }
      expression.loss.backward();
    });
  }

  private static void compare(int block, Consumer<RandomExpression> otherwise) {
    for (int i = 0; i < SEEDS_A_BLOCK; i++) {
      long seed = block * 1000L + i;
      List<Double> scales = RandomExpression.scales(seed);
      for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
        RandomExpression plain = RandomExpression.of(seed, dtype, scales);
        plain.loss.backward();
        RandomExpression other = RandomExpression.of(seed, dtype, scales);
        StaleRegisters.fill();
        otherwise.accept(other);
        List<Tensor> expected = results(plain);
        List<Tensor> actual = results(other);
        for (int r = 0; r < expected.size(); r++) {
          String what = (r < plain.roots.size() ? "root " : "gradient, less roots, ") + r + " of " + plain;
          assertThat(actual.get(r) == null).as(what).isEqualTo(expected.get(r) == null);
          if (expected.get(r) != null) {
            assertThat(Bits.of(actual.get(r))).as(what).isEqualTo(Bits.of(expected.get(r)));
          }
        }
      }
    }
  }

  private static List<Tensor> results(RandomExpression expression) {
    List<Tensor> results = new ArrayList<>(expression.roots);
    expression.variables.forEach(variable -> results.add(variable.grad()));
    return results;
  }

  /** What one loop computes of t = tanh(x) and a weight: there it meets elements of t and the transposed ones. */
  private static final Map<String, BiFunction<Tensor, Tensor, List<Tensor>>> MIRRORED = Map.ofEntries(
      Map.entry("t + transposed", (t, w) -> List.of(t.add(t.transpose()).add(w))),
      Map.entry("transposed + t", (t, w) -> List.of(t.transpose().mul(2).add(t).add(w))),
      Map.entry("sum of t · transposed", (t, w) -> List.of(t.add(t.transpose()).mul(w).sum())),
      Map.entry("sum of products", (t, w) -> List.of(t.mul(w).add(t.transpose()).mul(t).sum())),
      Map.entry("sum of t, and transposed", (t, w) -> List.of(t.add(w).sum(), t.transpose().mul(w))),
      Map.entry("sum of transposed, and t", (t, w) -> List.of(t.transpose().add(w).sum(), t.mul(w))),
      Map.entry("sums of rows and of columns", (t, w) -> List.of(t.sum(0).add(t.sum(1)).add(w))),
      Map.entry("places in rows and in columns", (t, w) -> List.of(t.argMax(0).add(t.argMax(1)).add(w))),
      Map.entry("rows, and transposed", (t, w) -> List.of(t.softmax(1), t.transpose().mul(w))));

  static Stream<String> mirrored() {
    return MIRRORED.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("mirrored")
  void evaluate_elementsAndTransposedOnes_givesTheSameBitsTogetherAndApart(String name) {
    BiFunction<Tensor, Tensor, List<Tensor>> expression = MIRRORED.get(name);
    for (int side : Interpreted.only() ? new int[] {20} : new int[] {8, 20, 64, 80, 130}) {
      for (Tuning tuning : TUNINGS) {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
          Tuning.use(tuning);
          List<Object[]> apart = new ArrayList<>();
          Evaluator.withoutFusion(() -> apart.addAll(mirrored(expression, side, dtype)));
          List<Object[]> together = mirrored(expression, side, dtype);
          takeShortRows();
          for (int i = 0; i < apart.size(); i++) {
            assertThat(Arrays.equals(together.get(i), apart.get(i)))
                .as("%s of %d × %d, %s, %s, result %d", name, side, side, dtype, tuning, i).isTrue();
          }
        }
      }
    }
  }

  /** The bits of t and of what is computed of it, asked for at once; then of a gradient with its loss. */
  private static List<Object[]> mirrored(BiFunction<Tensor, Tensor, List<Tensor>> expression, int side, DType dtype) {
    Generator random = new Generator(side);
    Tensor x = Tensor.randn(dtype, random, side, side).evaluate();
    Tensor w = Tensor.randn(dtype, random, side, side).evaluate();
    Tensor t = x.tanh();
    List<Tensor> results = new ArrayList<>(List.of(t));
    results.addAll(expression.apply(t, w));
    Autograd.evaluate(results);
    Tensor v = x.requireGrad();
    Tensor loss = v.sum();
    for (Tensor y : expression.apply(v.tanh(), w)) {
      loss = loss.add(y.tanh().sum());
    }
    loss.backward();
    results.addAll(List.of(v.grad(), loss));
    return results.stream().map(Bits::of).toList();
  }

  @Test
  void sum_ofLongOperands_givesTheSameBitsInEveryNest() {
    Generator random = new Generator(1);
    int rows = Interpreted.fewer(5000);
    Tensor x = Tensor.randn(random, rows, 30);
    Tensor alone = x.exp().evaluate().sum(0);
    Tensor fused = x.exp().sum(0).mul(2).div(2);
    Tensor beside = x.exp().sum(0).add(x.exp().sum().mul(0));

    assertThat(Bits.of(fused)).isEqualTo(Bits.of(alone));
    assertThat(Bits.of(beside)).isEqualTo(Bits.of(alone));
  }

  @Test
  void evaluate_largeLoops_givesTheSameBitsOnAnyNumberOfThreads() {
    int n = Interpreted.fewer(300_000);
    Tensor x = Tensor.randn(new Generator(2), n);
    List<int[]> bits = new ArrayList<>();
    for (int count : new int[] {1, 2, 3, 7}) {
      Workers.setCount(count);
      Tensor v = x.requireGrad();
      Tensor loss = v.square().add(1).sqrt().mul(v.sin()).sum();
      loss.backward();
      bits.add(new int[] {Bits.of(loss)[0].hashCode(), Arrays.hashCode(Bits.of(v.grad()))});
      Tensor matrix = x.narrow(0, 0, n / 100 * 100).reshape(-1, 100);
      bits.add(new int[] {
        Arrays.hashCode(Bits.of(matrix.transpose().matmul(matrix))),
        Arrays.hashCode(Bits.of(matrix.argMin(0)))
      });
    }
    for (int i = 2; i < bits.size(); i++) {
      assertThat(bits.get(i)).isEqualTo(bits.get(i % 2));
    }
  }
}
