package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.plan.Tuning;
import dev.gradlet.engine.run.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
  private static final int BLOCKS = 6;
  private static final int SEEDS_A_BLOCK = Interpreted.fewer(30);

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
      bits.add(new int[] {Bits.of(loss)[0].hashCode(), java.util.Arrays.hashCode(Bits.of(v.grad()))});
      Tensor matrix = x.narrow(0, 0, n / 100 * 100).reshape(-1, 100);
      bits.add(new int[] {
        java.util.Arrays.hashCode(Bits.of(matrix.transpose().matmul(matrix))),
        java.util.Arrays.hashCode(Bits.of(matrix.argMin(0)))
      });
    }
    for (int i = 2; i < bits.size(); i++) {
      assertThat(bits.get(i)).isEqualTo(bits.get(i % 2));
    }
  }
}
