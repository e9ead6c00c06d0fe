package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.Autograd;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpellingTest {
  /** Points 0 and 3 on a line, centroids 1 and 5: distances 1 and 4, the gradients 2(z − c)/n. */
  @ParameterizedTest
  @EnumSource
  void loss_twoPoints_hasHandComputedValueAndGradients(Spelling spelling) {
    var z = Tensor.of(new float[][] {{0}, {3}}).requireGrad();
    var c = Tensor.of(new float[][] {{1}, {5}}).requireGrad();
    var loss = spelling.loss(z, c);
    assertThat(loss.item()).isEqualTo(2.5, within(1e-6));
    var gradients = Autograd.grad(loss, z, c);
    assertThat(gradients.get(0).toDoubleMatrix()[0][0]).isEqualTo(-1, within(1e-6));
    assertThat(gradients.get(0).toDoubleMatrix()[1][0]).isEqualTo(2, within(1e-6));
    assertThat(gradients.get(1).toDoubleMatrix()[0][0]).isEqualTo(-1, within(1e-6));
    assertThat(gradients.get(1).toDoubleMatrix()[1][0]).isEqualTo(0, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource
  void loss_randomPoints_equalsOperationByOperation(Spelling spelling) {
    var random = new Generator(5);
    var z = Tensor.randn(random, 300, 7);
    var c = Tensor.randn(random, 6, 7);
    assertThat(spelling.loss(z, c).item()).isCloseTo(Spelling.operationByOperation(z, c).item(), within(1e-5));
  }
}
