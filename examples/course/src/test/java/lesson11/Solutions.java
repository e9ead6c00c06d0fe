package lesson11;

import dev.gradlet.Tensor;

public class Solutions extends Exercises {
  @Override
  protected long loops() {
    return 2;  // the sum, then all the rest: x is read twice, x - sum is never stored
  }

  @Override
  protected Tensor distances(Tensor z, Tensor c) {
    return z.sub(c).square().sum(1).sqrt();
  }
}
