package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.hot.HotProgram;
import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.plan.Tuning;
import dev.gradlet.engine.run.ArrayPool;
import dev.gradlet.engine.run.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random expressions, evaluated in random ways: the engine against the naive {@link Reference}, in value, gradient and
 * gradient of the gradient; and against itself operation by operation, in bits. {@code -Dgradlet.programs=100000} runs
 * more of them, {@code -Dgradlet.firstProgram=…} others.
 */
@Tag("parity")
class RandomExpressionTest {
  private static final int PROGRAMS = Integer.getInteger("gradlet.programs", Interpreted.only() ? 25 : 2000);
  private static final int FIRST = Integer.getInteger("gradlet.firstProgram", 0);
  private static final int BLOCK = 100;

  private static final int THREADS = Workers.count();
  private static final HotProgram.When HOT = HotProgram.when();

  @AfterEach
  void restore() {
    Tuning.use(Tuning.STANDARD);
    Workers.setCount(THREADS);
    Workers.setSplitAll(false);
    HotProgram.setWhen(HOT);
    Evaluator.setPassAll(false);
  }

  static IntStream blocks() {
    return IntStream.range(0, (PROGRAMS + BLOCK - 1) / BLOCK);
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void backward_randomExpressions_agreeWithTheReference(int block) {
    int ambiguous = 0;
    int programs = Math.min(BLOCK, PROGRAMS - block * BLOCK);
    for (int i = 0; i < programs; i++) {
      long seed = FIRST + (long) block * BLOCK + i;
      try {
        ambiguous += agrees(seed) ? 0 : 1;
      } catch (RuntimeException failed) {
        throw new AssertionError("program of seed " + seed, failed);
      }
    }
    assertThat(ambiguous)
        .as("expressions whose comparisons rounding decides").isLessThanOrEqualTo(1 + programs / 6);
  }

  /** How an expression is evaluated. */
  private record Way(boolean tuned, int threads, HotProgram.When hot, int reading, boolean assigning, boolean twice,
      boolean passing) {
    static Way of(long seed) {
      Random random = new Random(~seed * 0x9e3779b97f4a7c15L);
      return new Way(
          random.nextBoolean(), List.of(1, 2, 8).get(random.nextInt(3)),
          random.nextBoolean() ? HotProgram.When.AT_ONCE : HotProgram.When.NEVER,
          random.nextInt(4), random.nextInt(4) == 0, random.nextInt(3) == 0, random.nextBoolean());
    }

    void prepare() {
      Tuning.use(tuned ? new Tuning(2, 1) : Tuning.STANDARD);
      Workers.setCount(threads);
      Workers.setSplitAll(threads > 1);
      HotProgram.setWhen(hot);
      Evaluator.setPassAll(passing);
    }
  }

  /** False where rounding decides about a comparison, so that nothing can be said of values. */
  private static boolean agrees(long seed) {
    List<Double> scales = RandomExpression.scales(seed);
    DType dtype = seed / 2 % 2 == 0 ? DType.FLOAT32 : DType.FLOAT64;
    Way way = Way.of(seed);
    RandomExpression expression = RandomExpression.of(seed, dtype, scales);
    RandomExpression apart = RandomExpression.of(seed, dtype, scales);
    way.prepare();
    StaleRegisters.fill();
    Reference reference = Reference.roundingAs(dtype);
    List<double[][]> expected = new ArrayList<>();
    expression.roots.forEach(root -> expected.add(reference.value(root)));
    List<Tensor> results = results(expression, way, reference, expected);
    results.addAll(expression.values);
    for (Tensor tensor : results) {
      Data held = tensor.node().data();
      assertThat(held != null && ArrayPool.holds(held.array)).as("%s: %s of the pool", way, tensor.shape()).isFalse();
    }
    Evaluator.withoutFusion(() -> {
      List<Tensor> oneByOne = results(apart, way, null, null);
      oneByOne.addAll(apart.values);
      for (int i = 0; i < results.size(); i++) {
        assertThat(Bits.of(oneByOne.get(i))).as("%s: result %d of %s", way, i, expression)
            .isEqualTo(Bits.of(results.get(i)));
      }
    });
    return !reference.isAmbiguous();
  }

  /** The roots, and the gradients that there are. With a reference: compared with it. */
  private static List<Tensor> results(
      RandomExpression expression, Way way, Reference reference, List<double[][]> expected) {
    read(expression, way);
    if (way.assigning && !way.twice) {
      expression.variables.forEach(variable -> variable.assign(Tensor.onesLike(variable)));
    }
    Tensor loss = way.twice ? squaredGradients(expression) : expression.loss;
    Map<Variable, double[][]> gradients = reference == null ? Map.of() : reference.gradients(loss);
    loss.backward();
    List<Tensor> results = new ArrayList<>(expression.roots);
    expression.variables.stream().map(Tensor::grad).filter(Objects::nonNull).forEach(results::add);
    if (reference != null && !reference.isAmbiguous()) {
      for (int i = 0; i < expected.size(); i++) {
        if (way.assigning && expression.roots.get(i).isVariable()) {
          continue;
        }
        check(expression, way + ", root " + i, expression.roots.get(i), reference, expected.get(i));
      }
      for (Tensor variable : expression.variables) {
        String what = way + ", gradient of t" + expression.values.indexOf(variable);
        double[][] gradient = gradients.get(variable.variable());
        if (gradient != null) {
          check(expression, what, variable.grad(), reference, gradient);
        } else {
          assertThat(variable.grad()).as("%s of %s", what, expression).isNull();
        }
      }
    }
    return results;
  }

  private static void read(RandomExpression expression, Way way) {
    if (way.reading == 1) {
      Autograd.evaluate(expression.roots);
    } else if (way.reading == 2) {
      for (int i = expression.values.size() - 1; i >= 0; i -= 2) {
        expression.values.get(i).evaluate();
      }
    } else if (way.reading == 3) {
      expression.values.get(expression.values.size() / 2).evaluate();
    }
  }

  /** The loss with a quarter of the squared gradients: its gradient is one of second order. */
  private static Tensor squaredGradients(RandomExpression expression) {
    Tensor sum = expression.loss;
    Walk walk = new Walk("test", expression.loss);
    Autograd.noGrad(() -> walk.run(Tensor.onesLike(expression.loss)));
    Tensor[] variables = expression.variables.stream()
        .filter(variable -> walk.cotangent(variable.node()) != null).toArray(Tensor[]::new);
    for (Tensor gradient : Autograd.grad(expression.loss, null, true, variables)) {
      sum = sum.add(gradient.square().mul(0.25).sum());
    }
    return sum;
  }

  private static void check(
      RandomExpression expression, String what, Tensor actual, Reference reference, double[][] expected) {
    assertThat(actual).as("%s of %s", what, expression).isNotNull();
    double tolerance = reference.tolerance(expected);
    double[] values = actual.toDoubleArray();
    assertThat(values).as("%s of %s", what, expression).hasSameSizeAs(expected[0]);
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i] - expected[0][i]) <= tolerance)) {
        throw new AssertionError(
            what + " [" + i + "] is " + values[i] + ", should be " + expected[0][i] + " ± " + tolerance + " in "
                + expression);
      }
    }
  }
}
