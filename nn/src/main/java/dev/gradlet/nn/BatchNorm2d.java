package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.Tensor;

/**
 * Brings each channel of (n, channels, height, width) to mean 0 and variance 1, then scales and shifts
 * (Ioffe and Szegedy 2015, arXiv 1502.03167):
 *
 * <pre>y = (x − mean) / √(var + ε) · w + b</pre>
 *
 * <p>In training, mean and variance (divided by n) are the batch's; the running ones, which evaluation mode uses, move
 * towards them with a momentum, r ← (1 − m) r + m · batch, the variance there divided by n − 1.
 */
public final class BatchNorm2d extends BatchNorm {
  /** ε = 1e-5, momentum 0.1, with scale and shift. */
  public BatchNorm2d(long channels) {
    this(DType.FLOAT32, channels, EPSILON, MOMENTUM, true);
  }

  /**
   * @param momentum from 0 to 1; null for the mean of all batches so far
   * @param affine whether to scale and shift
   * @throws IllegalArgumentException if a number is out of range or the dtype not floating-point
   */
  public BatchNorm2d(DType dtype, long channels, double epsilon, Double momentum, boolean affine) {
    super("BatchNorm2d", dtype, channels, epsilon, momentum, affine);
  }

  @Override
  void check(Tensor x, int channels) {
    if (x.rank() != 4 || x.size(1) != channels) {
      throw refused(x, "[n, " + channels + ", height, width]");
    }
  }
}
