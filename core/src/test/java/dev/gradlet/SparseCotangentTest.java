package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.gradlet.engine.plan.Evaluator;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cotangent of a chosen element, followed element by element, against the same with zeros for all the others. */
class SparseCotangentTest {
  private static final int AXIS = 1;

  private static Tensor random(int seed, long... shape) {
    return Tensor.randn(DType.FLOAT64, new Generator(seed), shape);
  }

  /** Functions of a [6, 1, 3] and a [1, 4, 3], or a [6, 4, 3], whose axis 1 of 4 is chosen from. */
  static Stream<Arguments> functions() {
    return Stream.of(
        of("elementwise", (a, b) -> a.sub(b).square().mul(a.tanh()).div(b.square().add(1))),
        of("a selection", (a, b) -> Tensor.where(a.gt(b), a.mul(b), b.exp())),
        of("a sum", (a, b) -> a.sub(b).square().sum(true, 2)),
        of("a sum without its axis", (a, b) -> a.mul(b).sum(2)),
        of("a sum over the first axis", (a, b) -> a.mul(b).sum(0).unsqueeze(0).mul(b.exp())),
        of("a sum over two axes", (a, b) -> a.mul(b).sum(true, 0, 2)),
        of("a permutation", (a, b) -> a.mul(b).permute(2, 1, 0).mul(2)),
        of("a permutation of the axis", (a, b) -> a.mul(b).permute(1, 2, 0).exp().transpose(0, 1)),
        of("a reshape that keeps the axis", (a, b) -> a.mul(b).unsqueeze(0).square().squeeze(0)),
        of("a reshape that does not", (a, b) -> a.mul(b).reshape(3, 4, 6).sin()),
        of("an expansion of the left", (a, b) -> a.expand(6, 4, 3).mul(b.cos())),
        of("a new leading axis", (a, b) -> b.squeeze(0).expand(6, 4, 3).mul(a.cos())),
        of("a slice", (a, b) -> a.mul(b).narrow(0, 2, 3).exp()),
        of("a product of matrices", (a, b) -> b.expand(6, 4, 3).matmul(a.transpose())),
        of("a softmax", (a, b) -> a.mul(b).logSoftmax(1)),
        of("an extremum within", (a, b) -> a.mul(b).min(2).values().mul(b.sum(2))));
  }

  private static Arguments of(String name, BinaryOperator<Tensor> function) {
    return Arguments.of(name, function);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void gradient_ofAMinimum_isThatOfItsSelection(String name, BinaryOperator<Tensor> function) {
    Tensor a = random(1, 6, 1, 3).requireGrad();
    Tensor b = random(2, 1, 4, 3).requireGrad();
    Tensor y = function.apply(a, b);
    Tensor.Extremum least = y.min(AXIS);
    Tensor weights = random(3, least.values().elements()).reshaped(least.values().shape());
    Tensor indices = least.indices().unsqueeze(AXIS);
    Tensor chosen = indices.eq(Tensor.arange(4).along(AXIS, y.rank()));
    Tensor selected = Tensor.where(chosen, y, 0).sum(AXIS);
    Tensor gathered = y.gather(AXIS, indices).squeeze(AXIS);

    List<Tensor> expected = Autograd.grad(selected.mul(weights).sum(), a, b);
    for (Tensor same : List.of(least.values(), gathered)) {
      List<Tensor> actual = Autograd.grad(same.mul(weights).sum(), a, b);
      for (int i = 0; i < 2; i++) {
        assertThat(actual.get(i).toDoubleArray()).containsExactly(
            expected.get(i).toDoubleArray(), offset(1e-12));
      }
    }
  }

  @Test
  void gradient_besideAnInfinity_isFinite() {
    Tensor c = Tensor.of(0.0, Double.POSITIVE_INFINITY).requireGrad();
    Tensor.of(1.0, 2).unsqueeze(1).sub(c).square().min(1).values().sum().backward();
    assertThat(c.grad().toDoubleArray()).containsExactly(-2 * (1 + 2), 0);
  }

  @Test
  void evaluation_ofTheGradient_makesNoArrayOfAllPairs() {
    Tensor points = random(1, 50, 3).requireGrad();
    Tensor centroids = random(2, 7, 3).requireGrad();
    long[] largest = {0};
    Evaluator.listening(
        (node, data) -> largest[0] = Math.max(largest[0], node.shape().elements()),
        () -> points.unsqueeze(1).sub(centroids).square().sum(2).min(1).values().mean().backward());
    assertThat(largest[0]).isLessThanOrEqualTo(50 * 3);
  }
}
