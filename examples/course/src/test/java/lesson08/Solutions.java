package lesson08;

import dev.gradlet.Tensor;

public class Solutions extends Exercises {
  @Override
  protected Tensor squaredDistances(Tensor z, Tensor c) {
    return z.unsqueeze(1).sub(c.unsqueeze(0)).square().sum(2);
  }

  @Override
  protected Tensor centroidGradient(Tensor z, Tensor c, Tensor s) {
    return s.transpose().matmul(z).neg().add(c.mul(s.sum(0).unsqueeze(1))).mul(2.0 / z.size(0));
  }
}
