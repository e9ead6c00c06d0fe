package lesson06;

import dev.gradlet.Tensor;

public class Solutions extends Exercises {
  @Override
  protected Tensor normGradient(Tensor x) {
    return x.div(x.norm());
  }

  @Override
  protected Tensor smoothGradient(Tensor x, double epsilon) {
    return x.div(x.square().sum().add(epsilon).sqrt());
  }
}
