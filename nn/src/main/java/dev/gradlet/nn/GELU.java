package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * x Φ(x), elementwise, with the distribution function Φ of the standard normal distribution (Hendrycks and Gimpel 2016,
 * arXiv 1606.08415).
 *
 * <pre>½ x (1 + erf(x / √2))</pre>
 *
 * <p>GPT-2 has a form by tanh instead, which differs from it by less than 0.0005:
 *
 * <pre>½ x (1 + tanh(√(2/π) (x + 0.044715 x³)))</pre>
 */
public final class GELU implements Layer {
  private static final double SCALE = Math.sqrt(2 / Math.PI);

  private final boolean byTanh;

  /** x Φ(x). */
  public GELU() {
    this(false);
  }

  private GELU(boolean byTanh) {
    this.byTanh = byTanh;
  }

  /** The form by tanh; PyTorch's {@code GELU(approximate='tanh')}. */
  public static GELU tanh() {
    return new GELU(true);
  }

  @Override
  public Tensor forward(Tensor x) {
    Given.notNull("GELU", "input", x);
    Tensor odd = byTanh ? x.add(x.pow(3).mul(0.044715)).mul(SCALE).tanh() : x.mul(Math.sqrt(0.5)).erf();
    return x.mul(0.5).mul(odd.add(1));
  }

  @Override
  public String toString() {
    return byTanh ? "GELU[tanh]" : "GELU[]";
  }
}
