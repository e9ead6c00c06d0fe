package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** x, but at least min and at most max, elementwise; gradient 0 there and outside. */
public record Hardtanh(double min, double max) implements Layer {
  /** @throws IllegalArgumentException if min is not less than max */
  public Hardtanh {
    if (!(min < max)) {
      throw new IllegalArgumentException("Hardtanh: min " + min + " must be less than max " + max);
    }
  }

  /** From −1 to 1. */
  public Hardtanh() {
    this(-1, 1);
  }

  @Override
  public Tensor forward(Tensor x) {
    Given.notNull("Hardtanh", "input", x);
    Tensor low = Tensor.zerosLike(x).add(min);
    return Tensor.where(x.le(min), low, Tensor.where(x.ge(max), max, x));
  }
}
