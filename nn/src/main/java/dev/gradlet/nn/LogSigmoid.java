package dev.gradlet.nn;

import dev.gradlet.Tensor;

/** ln σ(x) = −softplus(−x), elementwise. */
public record LogSigmoid() implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    Checks.notNull("LogSigmoid", "input", x);
    return x.neg().softplus().neg();
  }
}
