package lesson04;

import dev.gradlet.Tensor;

/** Y = A·B: the cotangents are G·Bᵀ and Aᵀ·G, which their shapes already tell. */
public class MatrixProduct {
  public static void main(String... arguments) {
    Tensor a = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}).requireGrad();
    Tensor b = Tensor.of(new float[][] {{1, 0}, {0, 1}, {2, 2}}).requireGrad();
    Tensor y = a.matmul(b);
    Tensor g = Tensor.of(new float[][] {{1, 0}, {0, 10}});
    y.backward(g);

    System.out.println("A.grad() = " + a.grad());
    System.out.println("G·Bᵀ     = " + g.matmul(b.transpose()));
    System.out.println("B.grad() = " + b.grad());
    System.out.println("Aᵀ·G     = " + a.transpose().matmul(g));
  }
}
