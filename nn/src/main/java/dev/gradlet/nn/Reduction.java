package dev.gradlet.nn;

/** How a loss makes one number of its elements. */
public enum Reduction {
  /** Their mean: a scalar. */
  MEAN,
  /** Their sum: a scalar. */
  SUM,
  /** Not at all: the elements themselves. */
  NONE
}
