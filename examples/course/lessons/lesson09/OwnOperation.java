package lesson09;

import dev.gradlet.Autograd;
import dev.gradlet.CustomOperation;
import dev.gradlet.Tensor;
import dev.gradlet.inspect.GradCheck;

/** Softsign x / (1 + |x|) as an operation of one's own, checked; and a rounding that lets gradients through. */
public class OwnOperation {
  record Softsign() implements CustomOperation {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].div(x[0].abs().add(1));
    }

    @Override
    public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
      return g.div(x[0].abs().add(1).square());
    }
  }

  /** Forward a step, backward as if it were the identity: the straight-through estimator. */
  record StepThrough() implements CustomOperation {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].sign();
    }

    @Override
    public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
      return g;
    }
  }

  public static void main(String... arguments) {
    Tensor x = Tensor.of(-3f, 1f, 4f).requireGrad();
    System.out.println("softsign  " + Autograd.apply(new Softsign(), x));
    System.out.println("gradient  " + Autograd.grad(Autograd.apply(new Softsign(), x).sum(), x).get(0));
    var report = GradCheck.of(v -> Autograd.apply(new Softsign(), v), x.detach()).run();
    System.out.println("checked   " + report.passed());
    System.out.println("sign      " + Autograd.gradOrZeros(x.sign().sum(), null, false, x).get(0));
    System.out.println("through   " + Autograd.grad(Autograd.apply(new StepThrough(), x).sum(), x).get(0));
  }
}
