package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.engine.plan.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random expressions: the fused engine against the naive {@link Reference}, in value and in gradient. */
@Tag("parity")
class RandomExpressionTest {
  private static final int BLOCKS = 24;
  private static final int SEEDS_A_BLOCK = Interpreted.fewer(100);

  @BeforeAll
  static void joinSumsOverShortLanesAndTakeShortRows() {
    Tuning.use(new Tuning(2, 1));
  }

  @AfterAll
  static void takeLongOnesOnly() {
    Tuning.use(Tuning.STANDARD);
  }

  static IntStream blocks() {
    return IntStream.range(0, BLOCKS);
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void backward_randomExpressions_agreeWithTheReference(int block) {
    int ambiguous = 0;
    for (int i = 0; i < SEEDS_A_BLOCK; i++) {
      long seed = block * 1000L + i;
      List<Double> scales = RandomExpression.scales(seed);
      ambiguous += agrees(RandomExpression.of(seed, DType.FLOAT64, scales)) ? 0 : 1;
      ambiguous += agrees(RandomExpression.of(seed, DType.FLOAT32, scales)) ? 0 : 1;
    }
    assertThat(ambiguous)
        .as("expressions whose comparisons rounding decides").isLessThanOrEqualTo(1 + SEEDS_A_BLOCK / 10);
  }

  /** False where rounding decides about a comparison, so that nothing can be said. */
  private static boolean agrees(RandomExpression expression) {
    Reference reference = Reference.roundingAs(expression.dtype);
    List<double[][]> expected = new ArrayList<>();
    expression.roots.forEach(root -> expected.add(reference.value(root)));
    Map<Variable, double[][]> gradients = reference.gradients(expression.loss);
    if (reference.isAmbiguous()) {
      return false;
    }
    StaleRegisters.fill();
    if (expression.seed % 3 == 0) {
      Autograd.evaluate(expression.roots);
    }
    expression.loss.backward();
    for (int i = 0; i < expected.size(); i++) {
      check(expression, "root " + i, expression.roots.get(i), reference, expected.get(i));
    }
    for (Tensor variable : expression.variables) {
      int number = expression.values.indexOf(variable);
      if (gradients.containsKey(variable.variable())) {
        check(expression, "gradient of t" + number, variable.grad(), reference, gradients.get(variable.variable()));
      } else {
        assertThat(variable.grad()).as("gradient of t%s of %s", number, expression).isNull();
      }
    }
    return true;
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
