package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** max(x, 0), elementwise. */
public record ReLU() implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    return Given.notNull("ReLU", "input", x).relu();
  }
}
