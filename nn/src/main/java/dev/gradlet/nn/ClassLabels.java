package dev.gradlet.nn;

import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.Arrays;

/** The classes that a loss is told, one for each vector along the class axis: axis 1, of a single vector axis 0. */
final class ClassLabels {
  static final int IGNORED = -100;

  private final Tensor labels;
  private final int axis;
  private final int ignored;

  /** Where a label counts; null if all do. */
  private final Tensor counted;

  /** The weight of each label's class, of the shape of the labels; null for 1. */
  private final Tensor weights;

  /**
   * Checks shapes and classes.
   *
   * @param scores [n, classes, …] or [classes]
   * @param labels INT32 [n, …] or a scalar
   */
  ClassLabels(String operation, Tensor scores, Tensor labels, int ignoreIndex, Tensor classWeights) {
    this.axis = axis(operation, scores);
    Shape expected = without(scores.shape(), axis);
    if (!Given.notNull(operation, "labels", labels).shape().equals(expected)) {
      throw new IllegalArgumentException(operation + ": labels " + labels.shape() + " for scores " + scores.shape()
          + " must be " + expected + ": a class for each vector along axis " + axis);
    }
    int classes = scores.size(axis);
    Checks.indices(operation, "label", labels, classes, label -> label == ignoreIndex);
    this.ignored = (int) Arrays.stream(labels.toIntArray()).filter(label -> label == ignoreIndex).count();
    this.counted = ignored == 0 ? null : labels.ne(ignoreIndex);
    this.labels = ignored == 0 ? labels : Tensor.where(counted, labels, 0);
    this.weights = classWeights == null ? null : weights(operation, classWeights, scores, this.labels);
  }

  static void checkWeights(String operation, Tensor classWeights) {
    if (classWeights != null && Checks.floating(operation, "class weights", classWeights).rank() != 1) {
      throw new IllegalArgumentException(
          operation + ": class weights " + classWeights.shape() + " must be [classes]");
    }
  }

  /** The axis of the classes. */
  static int axis(String operation, Tensor scores) {
    if (Checks.floating(operation, "scores", scores).rank() == 0) {
      throw new IllegalArgumentException(operation + ": scores [] must be [n, classes, ...] or [classes]");
    }
    return scores.rank() == 1 ? 0 : 1;
  }

  private static Shape without(Shape shape, int axis) {
    int[] sizes = shape.toArray();
    long[] rest = new long[sizes.length - 1];
    Arrays.setAll(rest, i -> sizes[i < axis ? i : i + 1]);
    return Shape.of(rest);
  }

  /** The class weights along the class axis of scores. */
  static Tensor alongClasses(String operation, Tensor classWeights, Tensor scores) {
    int axis = axis(operation, scores);
    if (classWeights.size(0) != scores.size(axis)) {
      throw new IllegalArgumentException(operation + ": class weights " + classWeights.shape() + " for scores "
          + scores.shape() + " must be [" + scores.size(axis) + "]");
    }
    return Axes.along(classWeights.to(scores.dtype()), axis, scores.rank());
  }

  private Tensor weights(String operation, Tensor classWeights, Tensor scores, Tensor known) {
    Tensor along = alongClasses(operation, classWeights, scores);
    return pick(along.expand(Axes.sizes(scores.shape())), known);
  }

  private Tensor pick(Tensor scores, Tensor known) {
    return scores.gather(axis, known.unsqueeze(axis)).squeeze(axis);
  }

  /** −w_y x_y for each label, 0 for those that are ignored. */
  Tensor negativeLogLikelihood(Tensor logProbabilities) {
    Tensor likelihood = pick(logProbabilities, labels).neg();
    return counted(weights == null ? likelihood : likelihood.mul(weights));
  }

  /** The values of labels, but 0 for those that are ignored. */
  Tensor counted(Tensor values) {
    return counted == null ? values : Tensor.where(counted, values, 0);
  }

  /** The mean is over the labels that count, in proportion to their weights. */
  Tensor reduce(Reduction reduction, Tensor losses) {
    if (reduction != Reduction.MEAN || weights == null && counted == null) {
      return reduction.of(losses);
    }
    Tensor sum = losses.sum();
    return weights == null
        ? sum.div((double) (losses.elements() - ignored))
        : sum.div(counted(weights).sum());
  }
}
