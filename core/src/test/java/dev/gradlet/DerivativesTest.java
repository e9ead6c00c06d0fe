package dev.gradlet;

import static dev.gradlet.Derivatives.grad;
import static dev.gradlet.Derivatives.hessian;
import static dev.gradlet.Derivatives.hvp;
import static dev.gradlet.Derivatives.jacobian;
import static dev.gradlet.Derivatives.jvp;
import static dev.gradlet.Derivatives.valueAndGrad;
import static dev.gradlet.Derivatives.vjp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DerivativesTest {
  private static final Tensor X = Tensor.of(0.3, -1.2, 2.0);
  private static final Tensor A = Tensor.of(new double[][] {{2, -1, 0.5}, {3, 4, -2}});

  /** f(a, b) = (1 − a)² + 100 (b − a²)². */
  private static Tensor rosenbrock(Tensor x) {
    Tensor a = x.index(Index.at(0));
    Tensor b = x.index(Index.at(1));
    return a.neg().add(1).square().add(b.sub(a.square()).square().mul(100));
  }

  @Test
  void hessian_newtonOnRosenbrock_findsTheMinimumInSixSteps() {
    Tensor x = Tensor.of(-1.2, 1.0);
    for (int step = 0; step < 6; step++) {
      x = x.sub(hessian(DerivativesTest::rosenbrock, x).solve(grad(DerivativesTest::rosenbrock, x)));
    }

    assertThat(x.toDoubleArray()).containsExactly(new double[] {1, 1}, within(1e-9));
  }

  private record Case(String name, Supplier<Tensor> derivative, Tensor expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, Supplier<Tensor> derivative, Tensor expected) {
    return new Case(name, derivative, expected);
  }

  private static final UnaryOperator<Tensor> CUBES = x -> x.pow(3).sum();
  private static final UnaryOperator<Tensor> LINEAR = A::matmul;

  static Stream<Case> derivatives() {
    Tensor v = Tensor.of(1.0, 2.0, -1.0);
    Tensor g = Tensor.of(0.5, -3.0);
    Tensor twoByThree = Tensor.zeros(DType.FLOAT64, 2, 3);
    return Stream.of(
        of("grad of cubes", () -> grad(CUBES, X), X.square().mul(3)),
        of("value with it", () -> valueAndGrad(CUBES, X).value(), X.pow(3).sum()),
        of("second of sin", () -> grad(y -> grad(y2 -> y2.sin(), y), Tensor.scalar(0.7)),
            Tensor.scalar(-Math.sin(0.7))),
        of("third of x⁴", () -> grad(a -> grad(b -> grad(c -> c.pow(4), b), a), Tensor.scalar(2.0)),
            Tensor.scalar(48.0)),
        of("fourth of eˣ", () -> grad(a -> grad(b -> grad(c -> grad(Tensor::exp, c), b), a), Tensor.scalar(1.0)),
            Tensor.scalar(Math.E)),
        of("inner function of the outer point", () -> grad(a -> a.mul(grad(b -> a.add(b), Tensor.scalar(1.0))),
            Tensor.scalar(1.0)), Tensor.scalar(1.0)),
        of("at the same point, two meanings", () -> grad(a -> grad(b -> a.square().mul(b), a), Tensor.scalar(3.0)),
            Tensor.scalar(6.0)),
        of("constant", () -> grad(x -> Tensor.scalar(1.0), X), Tensor.zerosLike(X)),
        of("second of linear", () -> hessian(Tensor::sum, X), Tensor.zeros(DType.FLOAT64, 3, 3)),
        of("third of quadratic", () -> jacobian(y -> hessian(x -> x.square().sum(), y), X),
            Tensor.zeros(DType.FLOAT64, 3, 3, 3)),
        of("hessian of cubes", () -> hessian(CUBES, X), X.mul(6).unsqueeze(1).mul(Tensor.eye(3, DType.FLOAT64))),
        of("hessian of a matrix", () -> hessian(a -> a.square().sum(), twoByThree).reshape(6, 6),
            Tensor.eye(6, DType.FLOAT64).mul(2)),
        of("hvp of cubes", () -> hvp(CUBES, X, v), X.mul(6).mul(v)),
        of("hvp of linear", () -> hvp(Tensor::sum, X, v), Tensor.zerosLike(X)),
        of("vjp", () -> vjp(LINEAR, X, g), A.transpose().matmul(g)),
        of("vjp of a constant", () -> vjp(x -> Tensor.of(1.0, 2.0), X, g), Tensor.zerosLike(X)),
        of("jvp", () -> jvp(LINEAR, X, v), A.matmul(v)),
        of("jvp of a constant", () -> jvp(x -> Tensor.of(1.0, 2.0), X, v), Tensor.of(0.0, 0.0)),
        of("jvp of tanh", () -> jvp(Tensor::tanh, X, v), X.tanh().square().neg().add(1).mul(v)),
        of("second along a line", () -> jvp(y -> jvp(x -> x.pow(3), y, v), X, v), X.mul(6).mul(v.square())),
        of("jacobian, wide", () -> jacobian(LINEAR, X), A),
        of("jacobian, tall", () -> jacobian(A.transpose()::matmul, g), A.transpose()),
        of("jacobian of a scalar", () -> jacobian(CUBES, X), X.square().mul(3)),
        of("jacobian at a scalar", () -> jacobian(t -> t.mul(X), Tensor.scalar(2.0)), X),
        of("jacobian of a constant", () -> jacobian(x -> Tensor.of(1.0, 2.0), X), twoByThree),
        of("derivative of a jacobian", () -> grad(y -> jacobian(x -> x.pow(3), y).sum(), X), X.mul(6)),
        of("of nothing", () -> jacobian(Tensor::exp, Tensor.zeros(DType.FLOAT64, 0)),
            Tensor.zeros(DType.FLOAT64, 0, 0)),
        of("under noGrad", () -> Autograd.noGrad(() -> hessian(CUBES, X)).sum(), X.mul(6).sum()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("derivatives")
  void derivative_ofALambda_isTheFormula(Case c) {
    Tensor actual = c.derivative().get();

    assertThat(actual.shape()).isEqualTo(c.expected().shape());
    assertThat(actual.dtype()).isEqualTo(DType.FLOAT64);
    assertThat(actual.toDoubleArray()).containsExactly(c.expected().toDoubleArray(), within(1e-9));
    assertThat(actual.requiresGrad()).as("history, though the point had none").isFalse();
  }

  @Test
  void grad_severalInputs_givesEachItsOwn() {
    Tensor w = Tensor.of(1f, 2f);
    Tensor b = Tensor.scalar(3f);
    Derivatives.ValueAndGrads result = valueAndGrad(x -> x[0].mul(x[1]).sum(), w, b);

    assertThat(result.value().item()).isEqualTo(9);
    assertThat(result.grads().get(0).toFloatArray()).containsExactly(3, 3);
    assertThat(result.grads().get(1).item()).isEqualTo(3);
    assertThat(grad(x -> x[0].sum(), w, b).get(1).item()).isZero();
  }

  @Test
  void grad_gradientPenalty_reachesTheParameters() {
    Tensor w = Tensor.of(1.0, 2.0, 3.0).requireGrad();
    grad(x -> x.mul(w).square().sum(), X).square().sum().backward();

    double[] expected = Arrays.stream(new int[] {0, 1, 2})
        .mapToDouble(i -> 16 * Math.pow(i + 1, 3) * Math.pow(X.toDoubleArray()[i], 2)).toArray();
    assertThat(w.grad().toDoubleArray()).containsExactly(expected, within(1e-9));
  }

  @Test
  void grad_variable_keepsItsGradAndHistory() {
    Tensor x = X.requireGrad();
    Tensor slope = grad(CUBES, x);

    assertThat(x.grad()).isNull();
    slope.sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(X.mul(6).toDoubleArray(), within(1e-12));
    assertThat(Autograd.noGrad(() -> grad(CUBES, x)).requiresGrad()).isFalse();
  }

  @Test
  void solve_derivatives_agreeWithDifferences() {
    Differences.check("solve", 3, x -> x[0].add(Tensor.eye(3, DType.FLOAT64).mul(9)).solve(x[1]), Domain.REAL,
        new long[] {3, 3}, new long[] {3, 2});
    assertThat(Tensor.of(new double[][] {{0, 2}, {4, 0}}).solve(Tensor.of(6.0, 8.0)).toDoubleArray())
        .containsExactly(2, 3);
  }

  @Test
  void grad_cotangentThatIsAVariable_isDifferentiatedAsWell() {
    Tensor x = X.requireGrad();
    Tensor g = Tensor.of(1.0, 2.0, 3.0).requireGrad();
    Tensor dx = Autograd.grad(x.square(), g, true, x).get(0);

    assertThat(Autograd.grad(dx.sum(), g).get(0).toDoubleArray()).containsExactly(X.mul(2).toDoubleArray());
  }

  private record Refusal(Runnable call, String sentence) {}

  @Test
  void derivative_ofWhatHasNone_saysSo() {
    Tensor ints = Tensor.of(1, 2);
    for (Refusal refusal : List.of(
        new Refusal(() -> grad(x -> null, X), "grad: the result of the function is null"),
        new Refusal(() -> grad(x -> x.mul(2), X), "grad: the function returned shape [3], must be a scalar"),
        new Refusal(() -> hessian(x -> x, X), "hessian: the function returned shape [3], must be a scalar"),
        new Refusal(() -> grad(x -> x.sum(), ints), "grad: input of dtype INT32 has no derivatives"),
        new Refusal(() -> jacobian(x -> x.gt(0), X), "jacobian: the function returned dtype BOOL"),
        new Refusal(() -> jvp(x -> x, X, Tensor.of(1.0)), "jvp: tangent of shape [1] for the input of the function"),
        new Refusal(() -> hvp(CUBES, X, Tensor.of(1.0)), "hvp: vector of shape [1] for the result of the function"),
        new Refusal(() -> Tensor.of(new double[][] {{1, 2}, {2, 4}}).solve(Tensor.of(1.0, 2.0)), "is singular"),
        new Refusal(() -> A.solve(X), "solve: matrix of shape [2, 3] and right-hand side of shape [3]"))) {
      assertThatThrownBy(refusal.call()::run).hasMessageContaining(refusal.sentence());
    }
  }
}
