package lesson02;

import dev.gradlet.Tensor;

public class Solutions extends Exercises {
  @Override
  protected Tensor byHand(Tensor a, Tensor b) {
    Tensor ds = a.mul(b).mul(2);
    return ds.mul(b);
  }

  @Override
  protected Tensor threeWays(Tensor x) {
    return x.mul(x).add(x.mul(x)).add(x.mul(x));
  }
}
