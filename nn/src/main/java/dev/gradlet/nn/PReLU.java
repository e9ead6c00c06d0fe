package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** x where positive, a x elsewhere, with a learnt slope a, one for all or one for each channel (He et al. 2015). */
public final class PReLU implements Layer {
  private final Parameter weight;

  /** One slope for all, from 0.25. */
  public PReLU() {
    this(1);
  }

  /** A slope for each channel, along axis 1 of the input, from 0.25. */
  public PReLU(long channels) {
    this(DType.FLOAT32, channels);
  }

  /** A slope for each channel, from 0.25, in that dtype. */
  public PReLU(DType dtype, long channels) {
    Checks.positive("PReLU", "number of channels", channels);
    this.weight = Parameter.of(Tensor.full(0.25, dtype, channels));
  }

  @Override
  public Tensor forward(Tensor x) {
    Given.notNull("PReLU", "input", x);
    int channels = weight.size(0);
    if (channels > 1 && (x.rank() < 2 || x.size(1) != channels)) {
      throw new IllegalArgumentException("PReLU: axis 1 of the input " + x.shape() + " must be of size " + channels);
    }
    return Tensor.where(x.gt(0), x, x.mul(channels == 1 ? weight : Axes.along(weight, 1, x.rank())));
  }

  /** The slopes, [channels]. */
  public Parameter weight() {
    return weight;
  }

  @Override
  public String toString() {
    return "PReLU[channels=" + weight.size(0) + "]";
  }
}
