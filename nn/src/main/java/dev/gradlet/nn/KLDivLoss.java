package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * The Kullback-Leibler divergence of distributions from their targets: of log-probabilities x and target probabilities
 * t
 *
 * <pre>t (ln t − x),   0 where t = 0</pre>
 *
 * of each element. As in PyTorch the default is the mean of all elements, while the divergence of the mathematical
 * definition is {@link Reduction#BATCH_MEAN}: summed over the events, averaged over the batch.
 *
 * @param logTarget whether targets are given as log-probabilities
 */
public record KLDivLoss(Reduction reduction, boolean logTarget) implements Module {
  /** @throws NullPointerException if the reduction is null */
  public KLDivLoss {
    Given.notNull("KLDivLoss", "reduction", reduction);
  }

  /** Reduced to the mean. */
  public KLDivLoss() {
    this(Reduction.MEAN);
  }

  /** Reduced in that way. */
  public KLDivLoss(Reduction reduction) {
    this(reduction, false);
  }

  /**
   * Log-probabilities and targets of one shape → a scalar, or that shape with {@link Reduction#NONE}.
   *
   * @throws IllegalArgumentException if the shapes differ: they are not broadcast
   */
  public Tensor forward(Tensor logProbabilities, Tensor target) {
    Checks.sameShape("KLDivLoss", logProbabilities, target);
    Tensor given = target.to(logProbabilities.dtype());
    Tensor t = logTarget ? given.exp() : given;
    Tensor isZero = t.eq(0);
    Tensor logT = logTarget ? given : Tensor.where(isZero, 1, t).log();
    return reduction.of(Tensor.where(isZero, 0, t.mul(logT.sub(logProbabilities))));
  }
}
