package dev.gradlet.nn;

import dev.gradlet.Tensor;

/**
 * The mean of each window, padding included: (n, channels, height, width) → the same with
 * ⌊(size + 2 padding − kernel) / stride⌋ + 1 along each of the last two axes.
 */
public record AvgPool2d(int kernel, int stride, int padding) implements Layer {
  /** @throws IllegalArgumentException if kernel or stride is below 1, or the padding not from 0 to half the kernel */
  public AvgPool2d {
    Checks.positive("AvgPool2d", "kernel", kernel);
    Checks.positive("AvgPool2d", "stride", stride);
    if (padding < 0 || padding > kernel / 2) {
      throw new IllegalArgumentException(
          "AvgPool2d: padding " + padding + " must be from 0 to half the kernel, which is " + kernel);
    }
  }

  /** Windows side by side. */
  public AvgPool2d(int kernel) {
    this(kernel, kernel, 0);
  }

  /** Windows at a distance, without padding. */
  public AvgPool2d(int kernel, int stride) {
    this(kernel, stride, 0);
  }

  /** @throws IllegalArgumentException if the input has another shape, or is smaller than a window */
  @Override
  public Tensor forward(Tensor x) {
    Checks.rank("AvgPool2d", "input", "[n, channels, height, width]", 4, x);
    return Windows.pooled("AvgPool2d", x, kernel, stride, padding, 0).mean(-1);
  }
}
