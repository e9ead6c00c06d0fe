package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * The negative log-likelihood of classes: of log-probabilities x and the class y of each, −x_y, times the class's
 * weight. Of logits, {@link CrossEntropyLoss} does the same.
 *
 * <p>{@link Reduction#MEAN}, the default, divides by the sum of the weights, without weights by the number of labels.
 * Labels equal to {@code ignoreIndex} count nowhere: their loss and gradient are 0. The mean of nothing is NaN, as in
 * PyTorch; its gradient is 0.
 *
 * @param ignoreIndex a label that stands for none; −100 by default
 * @param classWeights [classes]; null for 1
 */
public record NLLLoss(Reduction reduction, int ignoreIndex, Tensor classWeights) implements Module {
  /** @throws IllegalArgumentException if the weights are no floating-point vector */
  public NLLLoss {
    Given.notNull("NLLLoss", "reduction", reduction);
    ClassLabels.checkWeights("NLLLoss", classWeights);
  }

  /** Reduced to the mean. */
  public NLLLoss() {
    this(Reduction.MEAN);
  }

  /** Reduced in that way. */
  public NLLLoss(Reduction reduction) {
    this(reduction, ClassLabels.IGNORED, null);
  }

  /** The same loss, ignoring another label. */
  public NLLLoss ignoreIndex(int ignoreIndex) {
    return new NLLLoss(reduction, ignoreIndex, classWeights);
  }

  /** The same loss with these weights of the classes, [classes]. */
  public NLLLoss classWeights(Tensor classWeights) {
    return new NLLLoss(reduction, ignoreIndex, classWeights);
  }

  /**
   * Log-probabilities [n, classes, …] or [classes], and INT32 labels [n, …] or a scalar → a scalar, or the labels'
   * shape with {@link Reduction#NONE}.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   * @throws IndexOutOfBoundsException if a label is no class
   */
  public Tensor forward(Tensor logProbabilities, Tensor labels) {
    var known = new ClassLabels("NLLLoss", logProbabilities, labels, ignoreIndex, classWeights);
    return known.reduce(reduction, known.negativeLogLikelihood(logProbabilities));
  }
}
