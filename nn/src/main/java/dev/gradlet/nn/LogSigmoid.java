package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** ln σ(x) = −softplus(−x), elementwise. */
public record LogSigmoid() implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    Given.notNull("LogSigmoid", "input", x);
    return x.neg().softplus().neg();
  }
}
