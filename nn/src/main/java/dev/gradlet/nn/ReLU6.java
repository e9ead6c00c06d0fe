package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** max(x, 0), but at most 6, elementwise. */
public record ReLU6() implements Layer {
  private static final Hardtanh RANGE = new Hardtanh(0, 6);

  @Override
  public Tensor forward(Tensor x) {
    return RANGE.forward(Given.notNull("ReLU6", "input", x));
  }
}
