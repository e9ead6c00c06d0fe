package dev.gradlet.nn;

import dev.gradlet.Tensor;

/** max(x, 0), but at most 6, elementwise. */
public record ReLU6() implements Layer {
  private static final Hardtanh RANGE = new Hardtanh(0, 6);

  @Override
  public Tensor forward(Tensor x) {
    return RANGE.forward(Checks.notNull("ReLU6", "input", x));
  }
}
