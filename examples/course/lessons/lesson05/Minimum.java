package lesson05;

import dev.gradlet.Tensor;

/** The minimum of a row passes its whole cotangent to the element that it chose. */
public class Minimum {
  public static void main(String... arguments) {
    Tensor x = Tensor.of(new float[][] {{3, 1, 2}, {5, 4, 4}}).requireGrad();
    Tensor.Extremum least = x.min(1);
    least.values().backward(Tensor.of(10f, 20f));
    System.out.println("values  = " + least.values());
    System.out.println("indices = " + least.indices());
    System.out.println("of each row, to the first of equals:\n" + x.grad());

    Tensor y = Tensor.of(5f, 4f, 4f).requireGrad();
    y.min().backward();
    System.out.println("of everything, shared by equals:\n" + y.grad());

    Tensor z = Tensor.of(-1f, 0f, 1f).requireGrad();
    z.relu().sum().backward();
    System.out.println("relu, 0 at 0:\n" + z.grad());
  }
}
