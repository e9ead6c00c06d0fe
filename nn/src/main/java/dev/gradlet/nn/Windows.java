package dev.gradlet.nn;

import dev.gradlet.Index;
import dev.gradlet.Tensor;

/** The windows that convolutions and pools look through, along each axis after the channels. */
final class Windows {
  private static final int FIRST = 2;

  private Windows() {}

  /** How far a window of so many elements reaches. */
  static long reach(int size, int dilation) {
    return (size - 1L) * dilation + 1;
  }

  /**
   * (n, channels, size, …) → (n, channels, windows, …, size of a window, …), a view of the padded input.
   *
   * @throws IllegalArgumentException if an axis has no room for one
   */
  static Tensor of(String layer, Tensor x, int size, int stride, int padding, int dilation, double filling) {
    long reach = reach(size, dilation);
    Tensor y = padded(x, padding, padding, filling);
    for (int axis = FIRST; axis < x.rank(); axis++) {
      if (reach > y.size(axis)) {
        throw new IllegalArgumentException(layer + ": input " + x.shape() + " with padding " + padding
            + " is smaller than a window, which reaches over " + reach);
      }
      y = y.unfold(axis, (int) reach, stride);
      y = dilation == 1 ? y : y.index(Index.ellipsis(), Index.range(0, (int) reach, dilation));
    }
    return y;
  }

  static Tensor padded(Tensor x, int before, int after, double filling) {
    Tensor y = x;
    for (int axis = FIRST; axis < x.rank(); axis++) {
      y = y.pad(axis, before, after, filling);
    }
    return y;
  }

  /** What is in each window, along one last axis. */
  static Tensor pooled(String layer, Tensor x, int size, int stride, int padding, double filling) {
    return of(layer, x, size, stride, padding, 1, filling).flatten(x.rank(), -1);
  }
}
