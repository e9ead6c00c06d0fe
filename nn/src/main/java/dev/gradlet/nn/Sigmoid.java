package dev.gradlet.nn;

import dev.gradlet.Tensor;

/** 1 / (1 + e⁻ˣ), elementwise. */
public record Sigmoid() implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    return Checks.notNull("Sigmoid", "input", x).sigmoid();
  }
}
