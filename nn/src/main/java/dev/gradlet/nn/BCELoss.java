package dev.gradlet.nn;

import dev.gradlet.Autograd;
import dev.gradlet.CustomOperation;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * Binary cross-entropy of probabilities p and targets t, both in [0, 1]:
 *
 * <pre>−t ln p − (1 − t) ln(1 − p)</pre>
 *
 * of each element, reduced to the mean by default. As in PyTorch a logarithm is at least −100, and the gradient
 * (p − t) / (p (1 − p)) divides by at least 10⁻¹², so that a wrong prediction of exactly 0 or 1 still has one. Of
 * logits, {@link BCEWithLogitsLoss} is more accurate.
 */
public record BCELoss(Reduction reduction) implements Module {
  /** @throws NullPointerException if the reduction is null */
  public BCELoss {
    Given.notNull("BCELoss", "reduction", reduction);
  }

  /** Reduced to the mean. */
  public BCELoss() {
    this(Reduction.MEAN);
  }

  /**
   * Probabilities and targets of one shape → a scalar, or that shape with {@link Reduction#NONE}. The probabilities are
   * computed at this call.
   *
   * @throws IllegalArgumentException if the shapes differ, or a prediction is outside [0, 1] or NaN
   */
  public Tensor forward(Tensor prediction, Tensor target) {
    Checks.sameShape("BCELoss", prediction, target);
    checkRange(prediction);
    return reduction.of(Autograd.apply(new Elements(), prediction, target.to(prediction.dtype())));
  }

  private static void checkRange(Tensor prediction) {
    if (prediction.elements() == 0) {
      return;
    }
    Autograd.noGrad(() -> {
      Tensor p = prediction.evaluate();
      for (double extreme : new double[] {p.min().item(), p.max().item()}) {
        if (!(extreme >= 0 && extreme <= 1)) {
          throw new IllegalArgumentException("BCELoss: prediction " + extreme
              + " must be a probability, from 0 to 1; for logits use BCEWithLogitsLoss");
        }
      }
    });
  }

  private record Elements() implements CustomOperation {
    @Override
    public Tensor forward(Tensor... x) {
      Tensor p = x[0];
      Tensor t = x[1];
      return t.mul(log(p)).add(t.neg().add(1).mul(logOfRest(p))).neg();
    }

    @Override
    public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
      Tensor p = x[0];
      return i == 0
          ? g.mul(p.sub(x[1])).div(p.mul(p.neg().add(1)).maximum(1e-12f))
          : g.mul(logOfRest(p).sub(log(p)));
    }

    private static Tensor log(Tensor p) {
      return p.log().maximum(-100);
    }

    private static Tensor logOfRest(Tensor p) {
      return p.neg().log1p().maximum(-100);
    }
  }
}
