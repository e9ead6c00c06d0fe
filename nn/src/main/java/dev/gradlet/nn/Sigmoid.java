package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** 1 / (1 + e⁻ˣ), elementwise. */
public record Sigmoid() implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    return Given.notNull("Sigmoid", "input", x).sigmoid();
  }
}
