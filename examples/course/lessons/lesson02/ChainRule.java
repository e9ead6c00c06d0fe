package lesson02;

import dev.gradlet.Autograd;
import dev.gradlet.DType;
import dev.gradlet.Tensor;

/** L = (a·b + a)² at a = 2, b = 3: the chain rule step by step, and the engine's gradient. */
public class ChainRule {
  public static void main(String... arguments) {
    double a = 2;
    double b = 3;
    double p = a * b;         // forward: keep every value
    double s = p + a;
    double loss = s * s;

    double dLoss = 1;         // backward: from the end
    double ds = dLoss * 2 * s;
    double dp = ds;           // add passes it on to both
    double da = ds;           // a's first way into the loss
    da += dp * b;             // and its second: ways add up
    double db = dp * a;
    System.out.printf("by hand   L = %.0f  dL/da = %.0f  dL/db = %.0f%n", loss, da, db);

    Tensor x = Tensor.scalar(a, DType.FLOAT64).requireGrad();
    Tensor y = Tensor.scalar(b, DType.FLOAT64).requireGrad();
    Tensor l = x.mul(y).add(x).square();
    var g = Autograd.grad(l, x, y);
    System.out.printf("engine    L = %.0f  dL/da = %.0f  dL/db = %.0f%n", l.item(), g.get(0).item(), g.get(1).item());
  }
}
