package dev.gradlet.nn;

import dev.gradlet.Tensor;

/** How a loss makes one number of its elements. */
public enum Reduction {
  /** Their mean: a scalar. */
  MEAN,
  /** Their sum: a scalar. */
  SUM,
  /** Their sum divided by the size of the first axis, the batch: a scalar. */
  BATCH_MEAN,
  /** Not at all: the elements themselves. */
  NONE;

  /** @throws IllegalArgumentException if there is no batch to divide by */
  Tensor of(Tensor elements) {
    return switch (this) {
      case MEAN -> elements.mean();
      case SUM -> elements.sum();
      case BATCH_MEAN -> elements.sum().div(batch(elements));
      case NONE -> elements;
    };
  }

  private static int batch(Tensor elements) {
    if (elements.rank() == 0) {
      throw new IllegalArgumentException("Reduction.BATCH_MEAN: a single element has no batch; use MEAN or SUM");
    }
    return elements.size(0);
  }
}
