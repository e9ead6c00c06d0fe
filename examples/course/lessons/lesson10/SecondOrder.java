package lesson10;

import dev.gradlet.Autograd;
import dev.gradlet.DType;
import dev.gradlet.Tensor;

/** Derivatives of derivatives, and Newton's method for Rosenbrock's valley (1 − a)² + 100 (b − a²)². */
public class SecondOrder {
  static Tensor rosenbrock(Tensor x) {
    Tensor a = x.select(0, 0);
    Tensor b = x.select(0, 1);
    return a.neg().add(1).square().add(b.sub(a.square()).square().mul(100));
  }

  /** The gradient of a scalar, itself with a history. */
  static Tensor gradient(Tensor y, Tensor x) {
    return Autograd.grad(y, null, true, x).get(0);
  }

  public static void main(String... arguments) {
    Tensor t = Tensor.scalar(2.0, DType.FLOAT64).requireGrad();
    Tensor first = gradient(t.pow(4), t);
    Tensor second = gradient(first, t);
    System.out.printf("t⁴ at 2: slope %.0f, its slope %.0f, and its %.0f%n",
        first.item(), second.item(), gradient(second, t).item());

    Tensor x = Tensor.of(-1.0, 2.0).requireGrad();
    for (int step = 0; step < 6; step++) {
      Tensor f = rosenbrock(x);
      Tensor g = gradient(f, x);
      Tensor hessian = Tensor.stack(0, gradient(g.select(0, 0), x), gradient(g.select(0, 1), x));
      System.out.printf("step %d: f = %.6f%n", step, f.item());
      x.assign(x.sub(hessian.solve(g.unsqueeze(1)).squeeze(1)).detach());
    }
    System.out.println("x = " + x.detach());
  }
}
