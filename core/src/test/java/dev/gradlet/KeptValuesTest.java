package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Values that a loop writes on the way to another one. */
class KeptValuesTest {

  @Test
  void backward_expandedValueKeptWithinAReduction_writesEveryElement() {
    Tensor x = Tensor.linspace(-2, 2, 98, DType.FLOAT64).reshape(1, 2, 49);
    Tensor y = x.expand(4, -1, -1).clamp(-1, 0.75).exp().var(false, true, -2).transpose();
    double[] expected = Reference.exact().value(y)[0];

    assertThat(y.toDoubleArray()).containsExactly(expected, within(1e-15));
  }

  @Test
  void evaluate_expandedScalarKeptBesideItsSum_writesEveryElement() {
    Tensor t = Tensor.scalar(0.5).requireGrad();
    Tensor e = t.reshape(1, 1, 1).expand(3, 1, 1).exp();
    Tensor sum = e.square().sum();
    Autograd.evaluate(sum, e);

    assertThat(e.toDoubleArray()).containsOnly(StrictMath.exp(0.5));
    assertThat(sum.item()).isCloseTo(3 * Math.E, within(1e-14));
  }

  @Test
  void evaluate_valueFromOutsideUsedInEveryIteration_isNotOverwritten() {
    Tensor x = Tensor.randn(DType.FLOAT64, new Generator(1), 3, 2, 2).requireGrad();
    Tensor c = Tensor.randn(DType.FLOAT64, new Generator(1), 2, 3);
    Tensor sum = x.expand(2, -1, -1, -1).logSumExp(false, -2, -1);
    Tensor y = Tensor.where(sum.gt(c), sum, c.mul(2));
    double[] expected = Reference.exact().value(y)[0];

    assertThat(y.toDoubleArray()).containsExactly(expected, within(1e-15));
  }
}
