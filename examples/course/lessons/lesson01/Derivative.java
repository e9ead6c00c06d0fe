package lesson01;

import dev.gradlet.DType;
import dev.gradlet.Tensor;

/** f(x) = x³ + 2x at x = 3: its slope from the rule, from a difference, and from the engine. */
public class Derivative {
  static Tensor f(Tensor x) {
    return x.pow(3).add(x.mul(2));
  }

  public static void main(String... arguments) {
    double byRule = 3 * 3 * 3 + 2;

    double h = 1e-4;
    Tensor right = f(Tensor.scalar(3 + h, DType.FLOAT64));
    Tensor left = f(Tensor.scalar(3 - h, DType.FLOAT64));
    double byDifference = right.sub(left).item() / (2 * h);

    Tensor x = Tensor.scalar(3.0, DType.FLOAT64).requireGrad();
    Tensor y = f(x);
    y.backward();

    System.out.printf("f(3)             = %.6f%n", y.item());
    System.out.printf("3x² + 2          = %.6f%n", byRule);
    System.out.printf("difference       = %.6f%n", byDifference);
    System.out.printf("x.grad()         = %.6f%n", x.grad().item());
  }
}
