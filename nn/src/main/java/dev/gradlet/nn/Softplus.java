package dev.gradlet.nn;

import dev.gradlet.Tensor;

/** log(1 + eˣ), elementwise: a smooth relu. */
public record Softplus() implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    return Checks.notNull("Softplus", "input", x).softplus();
  }
}
