package dev.gradlet.nn;

import dev.gradlet.Tensor;

/** max(x, 0), elementwise. */
public record ReLU() implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    return Checks.notNull("ReLU", "input", x).relu();
  }
}
