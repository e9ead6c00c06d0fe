package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** log(1 + eˣ), elementwise: a smooth relu. */
public record Softplus() implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    return Given.notNull("Softplus", "input", x).softplus();
  }
}
