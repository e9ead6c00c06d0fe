package lesson05;

import dev.gradlet.Tensor;

public class Solutions extends Exercises {
  @Override
  protected Tensor minCotangent(Tensor g, Tensor indices, int m) {
    return indices.oneHot(m).mul(g.unsqueeze(1));
  }

  @Override
  protected Tensor absGradient(Tensor x) {
    return x.sign();
  }
}
