package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** x / (1 + |x|), elementwise. */
public record Softsign() implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    Given.notNull("Softsign", "input", x);
    return x.div(x.abs().add(1));
  }
}
