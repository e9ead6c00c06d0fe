package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** x where positive, α (eˣ − 1) elsewhere, elementwise (Clevert et al. 2016, arXiv 1511.07289). */
public record ELU(double alpha) implements Layer {
  /** @throws IllegalArgumentException if α is not finite */
  public ELU {
    Checks.finite("ELU", "alpha", alpha);
  }

  /** α = 1. */
  public ELU() {
    this(1);
  }

  @Override
  public Tensor forward(Tensor x) {
    Given.notNull("ELU", "input", x);
    Tensor isPositive = x.gt(0);
    // Where x is positive, eˣ must not overflow: its gradient there would be 0 · ∞.
    Tensor negative = Tensor.where(isPositive, 0, x);
    return Tensor.where(isPositive, x, negative.expm1().mul(alpha));
  }
}
