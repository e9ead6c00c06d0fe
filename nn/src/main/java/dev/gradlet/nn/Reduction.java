package dev.gradlet.nn;

import dev.gradlet.Tensor;

/** How a loss makes one number of its elements. */
public enum Reduction {
  /** Their mean: a scalar. */
  MEAN,
  /** Their sum: a scalar. */
  SUM,
  /** Not at all: the elements themselves. */
  NONE;

  Tensor of(Tensor elements) {
    return switch (this) {
      case MEAN -> elements.mean();
      case SUM -> elements.sum();
      case NONE -> elements;
    };
  }
}
