package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** x tanh(softplus(x)), elementwise (Misra 2019, arXiv 1908.08681). */
public record Mish() implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    Given.notNull("Mish", "input", x);
    return x.mul(x.softplus().tanh());
  }
}
