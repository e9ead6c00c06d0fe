package dev.gradlet.nn;

import dev.gradlet.Tensor;

/** A tensor that is learnt: a leaf variable that requires a gradient, which modules and optimizers find by its type. */
public final class Parameter extends Tensor {
  private Parameter(Tensor value) {
    super(value);
  }

  /**
   * A new parameter that starts from this value, whose history it does not share.
   *
   * @throws IllegalArgumentException if the value is not floating-point
   */
  public static Parameter of(Tensor value) {
    return new Parameter(Checks.floating("Parameter", "value", value));
  }
}
