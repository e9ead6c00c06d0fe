package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** tanh x, elementwise. */
public record Tanh() implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    return Given.notNull("Tanh", "input", x).tanh();
  }
}
