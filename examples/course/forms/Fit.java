//DEPS dev.gradlet:gradlet-nn:0.1.0-SNAPSHOT
//REPOS mavenLocal,central
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
//JAVA 17+

import dev.gradlet.Tensor;

/** A line through four points, by gradient descent. */
public class Fit {
  public static void main(String[] arguments) {
    var x = Tensor.of(0f, 1f, 2f, 3f);
    var y = x.mul(2).add(1);
    var w = Tensor.scalar(0f).requireGrad();
    var b = Tensor.scalar(0f).requireGrad();
    for (int step = 0; step < 500; step++) {
      w.zeroGrad();
      b.zeroGrad();
      x.mul(w).add(b).sub(y).square().mean().backward();
      w.assign(w.sub(w.grad().mul(0.1)));
      b.assign(b.sub(b.grad().mul(0.1)));
    }
    System.out.printf("w = %.3f, b = %.3f%n", w.item(), b.item());
  }
}
