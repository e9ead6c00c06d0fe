package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** x / (1 + e⁻ˣ), elementwise (Elfwing et al. 2017, arXiv 1702.03118). */
public record SiLU() implements Layer {
  @Override
  public Tensor forward(Tensor x) {
    return Given.notNull("SiLU", "input", x).mul(x.sigmoid());
  }
}
