package lesson03;

import dev.gradlet.Tensor;

/** A bias [3] is added to each row of x [2, 3]: forward it is copied, backward the copies' cotangents are summed. */
public class Broadcasting {
  public static void main(String... arguments) {
    Tensor x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}).requireGrad();
    Tensor bias = Tensor.of(10f, 20f, 30f).requireGrad();
    Tensor y = x.add(bias);
    System.out.println("y = " + y);

    Tensor cotangent = Tensor.of(new float[][] {{1, 2, 3}, {10, 20, 30}});
    y.backward(cotangent);
    System.out.println("x.grad()    = " + x.grad());
    System.out.println("bias.grad() = " + bias.grad());
    System.out.println("sum by hand = " + cotangent.sum(0));
  }
}
