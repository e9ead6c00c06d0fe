package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** x where positive, slope·x elsewhere, elementwise. */
public record LeakyReLU(double slope) implements Layer {
  /** @throws IllegalArgumentException if the slope is not finite */
  public LeakyReLU {
    Checks.finite("LeakyReLU", "slope", slope);
  }

  /** A slope of 0.01. */
  public LeakyReLU() {
    this(0.01);
  }

  @Override
  public Tensor forward(Tensor x) {
    return Tensor.where(Given.notNull("LeakyReLU", "input", x).gt(0), x, x.mul(slope));
  }
}
