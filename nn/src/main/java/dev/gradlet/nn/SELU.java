package dev.gradlet.nn;

import dev.gradlet.Tensor;

/**
 * λ x where positive, λ α (eˣ − 1) elsewhere, elementwise, with the λ and α that keep mean 0 and variance 1 (Klambauer
 * et al. 2017, arXiv 1706.02515).
 */
public record SELU() implements Layer {
  private static final double SCALE = 1.0507009873554804934193349852946;
  private static final ELU ELU = new ELU(1.6732632423543772848170429916717);

  @Override
  public Tensor forward(Tensor x) {
    return ELU.forward(x).mul(SCALE);
  }
}
