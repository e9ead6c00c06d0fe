package lesson12;

import dev.gradlet.Tensor;

public class Solutions extends Exercises {
  @Override
  protected OwnWalk.Node add(OwnWalk.Node a, OwnWalk.Node b) {
    return new OwnWalk.Node(a.value.add(b.value), (i, g) -> g, a, b);
  }

  @Override
  protected OwnWalk.Node exp(OwnWalk.Node a) {
    Tensor y = a.value.exp();
    return new OwnWalk.Node(y, (i, g) -> g.mul(y), a);
  }
}
