package dev.gradlet.nn;

import dev.gradlet.Tensor;

/** tanh x, elementwise. */
public record Tanh() implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    return Checks.notNull("Tanh", "input", x).tanh();
  }
}
