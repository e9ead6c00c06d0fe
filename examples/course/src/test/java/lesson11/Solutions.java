package lesson11;

import dev.gradlet.Tensor;

public class Solutions extends Exercises {
  @Override
  protected Tensor largestStored(int n, int m) {
    return Tensor.scalar(1f);  // the sum
  }

  @Override
  protected Tensor distances(Tensor z, Tensor c) {
    return z.sub(c).square().sum(1).sqrt();
  }
}
