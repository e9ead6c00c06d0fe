package lesson10;

import dev.gradlet.Tensor;

public class Solutions extends Exercises {
  @Override
  protected Tensor secondDerivative(Tensor x) {
    Tensor variable = x.requireGrad();
    Tensor slope = SecondOrder.gradient(variable.sin().sum(), variable);
    return SecondOrder.gradient(slope.sum(), variable);
  }

  @Override
  protected Tensor hessianVector(Tensor x, Tensor v) {
    Tensor variable = x.requireGrad();
    Tensor gradient = SecondOrder.gradient(variable.pow(4).sum(), variable);
    return SecondOrder.gradient(gradient.mul(v).sum(), variable);
  }
}
