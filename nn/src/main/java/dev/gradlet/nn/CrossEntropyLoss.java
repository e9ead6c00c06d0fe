package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * The cross-entropy of logits x with classes y, −ln softmax(x)_y, or with probabilities t of the classes,
 * −Σ_c t_c ln softmax(x)_c; the terms are multiplied by the weights of their classes.
 *
 * <p>With label smoothing s a class y stands for the probabilities (1 − s) [c = y] + s / classes (Szegedy et al. 2016,
 * arXiv 1512.00567).
 *
 * <p>{@link Reduction#MEAN}, the default, divides by the sum of the weights of the labels, without weights by their
 * number; with probabilities by the number of vectors. Labels equal to {@code ignoreIndex} count nowhere: their loss
 * and gradient are 0. The mean of nothing is NaN, as in PyTorch; its gradient is 0.
 *
 * @param ignoreIndex a label that stands for none; −100 by default
 * @param labelSmoothing from 0 to 1; 0 by default
 * @param classWeights [classes]; null for 1
 */
public record CrossEntropyLoss(
    Reduction reduction, int ignoreIndex, double labelSmoothing, Tensor classWeights) implements Module {
  /** @throws IllegalArgumentException if the smoothing is not from 0 to 1, or the weights are no floating vector */
  public CrossEntropyLoss {
    Given.notNull("CrossEntropyLoss", "reduction", reduction);
    Checks.probability("CrossEntropyLoss", "label smoothing", labelSmoothing);
    ClassLabels.checkWeights("CrossEntropyLoss", classWeights);
  }

  /** Reduced to the mean. */
  public CrossEntropyLoss() {
    this(Reduction.MEAN);
  }

  /** Reduced in that way. */
  public CrossEntropyLoss(Reduction reduction) {
    this(reduction, ClassLabels.IGNORED, 0, null);
  }

  /** The same loss, ignoring another label. */
  public CrossEntropyLoss ignoreIndex(int ignoreIndex) {
    return new CrossEntropyLoss(reduction, ignoreIndex, labelSmoothing, classWeights);
  }

  /** The same loss with labels smoothed. */
  public CrossEntropyLoss labelSmoothing(double labelSmoothing) {
    return new CrossEntropyLoss(reduction, ignoreIndex, labelSmoothing, classWeights);
  }

  /** The same loss with these weights of the classes, [classes]. */
  public CrossEntropyLoss classWeights(Tensor classWeights) {
    return new CrossEntropyLoss(reduction, ignoreIndex, labelSmoothing, classWeights);
  }

  /**
   * Logits [n, classes, …] or [classes], and INT32 labels [n, …] or a scalar, or probabilities of the logits' shape → a
   * scalar, or the shape without the classes with {@link Reduction#NONE}.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   * @throws IndexOutOfBoundsException if a label is no class
   */
  public Tensor forward(Tensor logits, Tensor target) {
    int axis = ClassLabels.axis("CrossEntropyLoss", logits);
    Tensor logProbabilities = logits.logSoftmax(axis);
    return Given.notNull("CrossEntropyLoss", "target", target).dtype().isFloating()
        ? ofProbabilities(logProbabilities, target, axis)
        : ofLabels(logProbabilities, target, axis);
  }

  private Tensor ofLabels(Tensor logProbabilities, Tensor target, int axis) {
    var labels = new ClassLabels("CrossEntropyLoss", logProbabilities, target, ignoreIndex, classWeights);
    Tensor losses = labels.negativeLogLikelihood(logProbabilities);
    if (labelSmoothing > 0) {
      Tensor ofAll = labels.counted(weighted(logProbabilities).mean(axis).neg());
      losses = losses.mul(1 - labelSmoothing).add(ofAll.mul(labelSmoothing));
    }
    return labels.reduce(reduction, losses);
  }

  private Tensor ofProbabilities(Tensor logProbabilities, Tensor target, int axis) {
    Checks.sameShape("CrossEntropyLoss", logProbabilities, target);
    int classes = logProbabilities.size(axis);
    Tensor t = labelSmoothing == 0 ? target : target.mul(1 - labelSmoothing).add(labelSmoothing / classes);
    return reduction.of(weighted(logProbabilities).mul(t).sum(axis).neg());
  }

  private Tensor weighted(Tensor logProbabilities) {
    return classWeights == null
        ? logProbabilities
        : logProbabilities.mul(ClassLabels.alongClasses("CrossEntropyLoss", classWeights, logProbabilities));
  }
}
