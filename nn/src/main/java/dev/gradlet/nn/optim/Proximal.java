package dev.gradlet.nn.optim;

import dev.gradlet.Autograd;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.given.Given;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Proximal steps: after an optimizer's step on the loss they do exactly what gradient descent on a penalty that is not
 * smooth only approaches (Parikh and Boyd 2014, "Proximal Algorithms").
 */
public final class Proximal {
  private Proximal() {}

  /**
   * Soft thresholding, the step for the penalty λ Σ|w|: every element moves towards 0 by the threshold and stays there,
   * w ← sign(w) · max(|w| − threshold, 0). After a step of SGD the threshold is learning rate · λ (ISTA; Beck and
   * Teboulle 2009):
   *
   * <pre>{@code
   * optimizer.step();
   * Proximal.l1(model.weights(), optimizer.learningRate() * lambda);
   * }</pre>
   *
   * <p>Frozen parameters are left alone.
   *
   * @throws IllegalArgumentException if the threshold is negative, NaN or infinite, or a tensor is no variable
   */
  public static void l1(Iterable<? extends Tensor> parameters, double threshold) {
    Ranges.notNegative("Proximal.l1: threshold", threshold);
    Map<Tensor, Tensor> values = new LinkedHashMap<>();
    Autograd.noGrad(() -> {
      for (Tensor w : Given.tensors("Proximal.l1", parameters)) {
        if (!w.isVariable()) {
          throw new IllegalArgumentException(
              "Proximal.l1: a tensor of shape " + w.shape() + " is no variable: give Parameters");
        }
        if (!(w instanceof Parameter learnt && learnt.isFrozen())) {
          values.put(w, w.sub(w.clamp(-threshold, threshold)));
        }
      }
      Autograd.evaluate(values.values());
    });
    values.forEach(Tensor::assign);
  }
}
