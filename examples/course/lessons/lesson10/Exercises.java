package lesson10;

import course.Check;
import course.Exercise;
import dev.gradlet.Tensor;

/** Replace each blank() by a line of your own. */
public class Exercises implements Exercise {

  /** 1. The second derivative of sin(x), elementwise, from the engine. x is a plain tensor. */
  protected Tensor secondDerivative(Tensor x) {
    return Exercise.blank();
  }

  /** 2. The Hessian of f = Σ x⁴ at x times a vector v, without making the Hessian: the gradient of (gradient · v). */
  protected Tensor hessianVector(Tensor x, Tensor v) {
    return Exercise.blank();
  }

  @Override
  public void check(Check check) {
    Tensor at = Tensor.of(0.0, Math.PI / 2);
    check.that("sin″ at 0 and π/2", () -> secondDerivative(at), Tensor.of(0.0, -1.0));
    check.that("H·v at (1, 2), v = (1, −1)", () -> hessianVector(Tensor.of(1.0, 2.0), Tensor.of(1.0, -1.0)),
        Tensor.of(12.0, -48.0));
  }
}
