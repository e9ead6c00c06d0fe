package dev.gradlet;

import java.util.List;

/**
 * y = ln Σ eˣ = m + ln Σ eˣ⁻ᵐ over some axes, which keep size 1, m the largest x;  dx = g eˣ⁻ᵐ / Σ eˣ⁻ᵐ. Inputs: the
 * value, which is composed without history, then x.
 *
 * <p>The gradient of the composition would be 0/0 where all x are −∞ (here 0), and ∞/∞ where one is ∞, which counts as
 * the largest number.
 */
record LogSumExp(List<Integer> axes) implements Movement.Identity {

  static Tensor of(Tensor x, boolean[] chosen) {
    Tensor value = Autograd.noGrad(() -> value(x, chosen));
    return new Tensor(new LogSumExp(Reduction.axes(chosen)), value.shape(), value.dtype(), value, x);
  }

  private static Tensor value(Tensor x, boolean[] chosen) {
    Tensor m = max(x, chosen);
    Tensor finite = sum(powers(x, m), chosen).log().add(shift(m));
    return Tensor.where(m.abs().eq(Double.POSITIVE_INFINITY), m, finite);
  }

  /** The largest x as a constant, −∞ where there is none: what is subtracted before eˣ, so that nothing overflows. */
  static Tensor max(Tensor x, boolean[] chosen) {
    if (x.elements() == 0) {
      return Tensor.full(Double.NEGATIVE_INFINITY, x.dtype(), x.shape().keepingDims(chosen));
    }
    return Autograd.noGrad(() -> Reduction.of(Reduction.Kind.MAX, x, chosen));
  }

  private static Tensor sum(Tensor x, boolean[] chosen) {
    return Reduction.of(Reduction.Kind.SUM, x, chosen);
  }

  /** eˣ⁻ᵐ, all of it finite. */
  private static Tensor powers(Tensor x, Tensor m) {
    return x.minimum(largest(x)).sub(shift(m)).exp();
  }

  private static Tensor shift(Tensor m) {
    return Tensor.where(m.eq(Double.NEGATIVE_INFINITY), 0, m.minimum(largest(m)));
  }

  private static double largest(Tensor x) {
    return x.dtype() == DType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
  }

  @Override
  public String label() {
    return "logSumExp";
  }

  @Override
  public Object parameters() {
    return axes;
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    if (i != 1) {
      return null;
    }
    boolean[] chosen = x[1].shape().chosen(axes);
    Tensor e = powers(x[1], max(x[1], chosen));
    Tensor sum = sum(e, chosen);
    return g.div(Tensor.where(sum.eq(0), 1, sum)).mul(e);
  }
}
