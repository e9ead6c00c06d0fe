package lesson09;

import dev.gradlet.Tensor;

public class Solutions extends Exercises {
  @Override
  protected Tensor cubeVjp(Tensor g, Tensor x) {
    return g.mul(x.square().mul(3));
  }

  @Override
  protected Tensor sigmoidVjp(Tensor g, Tensor y) {
    return g.mul(y).mul(y.neg().add(1));
  }
}
