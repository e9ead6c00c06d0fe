package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** Numbers that say how good predictions are, without gradient. */
public final class Metrics {
  private Metrics() {}

  /**
   * The share of predictions that are right; NaN of none.
   *
   * @param predictions classes, INT32 [n], or scores of the classes, [n, classes], of which the largest counts
   * @param labels classes, INT32 [n]
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static double accuracy(Tensor predictions, Tensor labels) {
    return classes("accuracy", predictions, labels).eq(labels).to(DType.FLOAT64).mean().item();
  }

  /** The predicted classes, INT32 [n]. */
  static Tensor classes(String operation, Tensor predictions, Tensor labels) {
    boolean areScores = Given.notNull(operation, "predictions", predictions).dtype().isFloating();
    boolean fit = Given.notNull(operation, "labels", labels).rank() == 1 && labels.dtype() == DType.INT32
        && predictions.rank() == (areScores ? 2 : 1) && predictions.size(0) == labels.size(0)
        && (areScores ? predictions.size(1) > 0 : predictions.dtype() == DType.INT32);
    if (!fit) {
      throw new IllegalArgumentException(operation + ": predictions " + predictions.dtype() + " " + predictions.shape()
          + " and labels " + labels.dtype() + " " + labels.shape()
          + " must be scores [n, classes] or INT32 [n], and INT32 [n]");
    }
    return areScores ? predictions.detach().argMax(1) : predictions;
  }
}
