package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.run.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sums of very many terms in FLOAT32: what adds them one after the other loses them; and counters near 2³¹. */
class LongSumTest {
  private static final double TENTH = 0.1f;

  private final int threads = Workers.count();

  private record Case(String name, Supplier<Tensor> sum, double exact, double relative) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Tensor tenths(long... sizes) {
    return Tensor.full(0.1, sizes);
  }

  static Stream<Case> cases() {
    Tensor stored = tenths(10_000_000).add(0).evaluate();
    return Stream.of(
        new Case("a vector", stored::sum, TENTH * 1e7, 1e-6),
        new Case("a vector's mean", stored::mean, TENTH, 1e-6),
        new Case("a vector of 10⁹", () -> tenths(1_000_000_000).sum(), TENTH * 1e9, 2e-6),
        new Case("a vector of 2³¹ − 1", () -> Tensor.full(1, Integer.MAX_VALUE).sum(), Integer.MAX_VALUE, 1e-9),
        new Case("two columns of ones", () -> Tensor.ones(17_000_000, 1).expand(-1, 2).sum(0), 17e6, 0),
        new Case("two columns", () -> stored.reshape(5_000_000, 2).sum(0), TENTH * 5e6, 1e-6),
        new Case("columns of rows that fit in a tile", () -> stored.reshape(10_000, 1000).sum(0), TENTH * 1e4, 1e-6),
        new Case("columns, eight rows a tile", () -> stored.narrow(0, 0, 9_984_000).reshape(78_000, 128).sum(0),
            TENTH * 78_000, 1e-6),
        new Case("columns of long rows", () -> stored.reshape(5000, 2000).sum(0), TENTH * 5000, 1e-6),
        new Case("short rows", () -> stored.reshape(100_000, 100).sum(0), TENTH * 1e5, 1e-6),
        new Case("both axes of a matrix", () -> stored.reshape(10_000, 1000).sum(), TENTH * 1e7, 1e-6),
        new Case("both axes of a narrow matrix", () -> stored.reshape(100_000, 100).sum(), TENTH * 1e7, 1e-6),
        new Case("the axis in the middle", () -> stored.reshape(10, 100_000, 10).sum(1), TENTH * 1e5, 1e-6),
        new Case("two axes of three", () -> stored.reshape(100, 1000, 100).sum(0, 1), TENTH * 1e5, 1e-6),
        new Case("two axes of three, long rows", () -> stored.reshape(50, 100, 2000).sum(0, 1), TENTH * 5000, 1e-6),
        new Case("what an expansion repeats", () -> tenths(1_000_000, 1).expand(-1, 600).sum(0), TENTH * 1e6, 1e-6),
        new Case("the gradient of a bias", () -> {
          Tensor bias = Tensor.zeros(100).requireGrad();
          bias.add(stored.reshape(100_000, 100)).mul(0.1).sum().backward();
          return bias.grad();
        }, TENTH * 1e5, 1e-6),
        new Case("a dot product", () -> stored.matmul(stored), TENTH * TENTH * 1e7, 2e-6),
        new Case("a product of matrices",
            () -> stored.narrow(0, 0, 6_400_000).reshape(64, 100_000).matmul(
                stored.narrow(0, 0, 6_400_000).reshape(100_000, 64)), TENTH * TENTH * 1e5, 5e-5));
  }

  @AfterEach
  void restore() {
    Workers.setCount(threads);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sum_ofVeryMany_keepsItsPrecision(Case c) {
    double[] values = c.sum.get().toDoubleArray();
    for (int i = 0; i < values.length; i += Math.max(1, values.length / 10)) {
      assertThat(values[i]).isCloseTo(c.exact, within(c.relative * c.exact));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sum_ofVeryMany_hasTheSameBitsOnThreeThreads(Case c) {
    Workers.setCount(1);
    double[] one = c.sum.get().toDoubleArray();
    Workers.setCount(3);

    assertThat(c.sum.get().toDoubleArray()).isEqualTo(one);
  }

  @Test
  void var_ofEquals_isZero() {
    assertThat(tenths(10_000_000).var().item()).isZero();
  }

  @Test
  void anyAllAndNanMean_moreThanAnIntCounts_areRight() {
    assertThat(Tensor.of(0.5f, Float.NaN).unsqueeze(1).expand(2, Integer.MAX_VALUE).nanMean().item()).isEqualTo(0.5);
    assertThat(Tensor.of(new float[65_536]).expand(65_536, 65_536).all().toBooleanArray()).containsExactly(false);
    assertThat(Tensor.ones(32_768, 1).expand(32_768, 65_536).any(0, 1).toBooleanArray()).containsExactly(true);
  }

  @Test
  void evaluate_sevenSumsOfManyRowSums_haveTheBitsOfOperationByOperation() {
    for (int sums : new int[] {10, 25}) {
      List<Tensor> fused = sumsOfRowSums(7, sums);
      Autograd.evaluate(fused);
      List<Tensor> apart = sumsOfRowSums(7, sums);
      Evaluator.withoutFusion(() -> Autograd.evaluate(apart));
      for (int i = 0; i < fused.size(); i++) {
        assertThat(Bits.of(fused.get(i))).isEqualTo(Bits.of(apart.get(i)));
      }
    }
  }

  private static List<Tensor> sumsOfRowSums(int roots, int sums) {
    Generator random = new Generator(1);
    Tensor w = Tensor.rand(random, 3000);
    List<Tensor> results = new ArrayList<>();
    for (int root = 0; root < roots; root++) {
      Tensor total = w;
      for (int i = 0; i < sums; i++) {
        total = total.add(Tensor.rand(random, 2, 3000).square().sum(0));
      }
      results.add(total);
    }
    return results;
  }
}
