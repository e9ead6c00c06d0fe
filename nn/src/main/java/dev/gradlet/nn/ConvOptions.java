package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.nn.given.Given;

/**
 * The shape of {@link Conv1d}, {@link Conv2d} and {@link ConvTranspose2d}, alike along each axis. Immutable: each
 * method returns other options.
 *
 * @param in the channels of the input
 * @param out the channels of the output
 * @param kernel the size of a window
 * @param stride how far one window is from the next
 * @param padding how many zeros there are at either end
 * @param dilation how far one element of a window is from the next
 * @param groups into how many parts the channels are split, each with windows of its own
 * @param bias whether there is a bias
 */
public record ConvOptions(
    int in, int out, int kernel, int stride, int padding, int dilation, int groups, boolean bias, DType dtype) {
  /**
   * @throws IllegalArgumentException if a size is below 1, the padding below 0, or the groups do not divide both numbers
   *     of channels
   */
  public ConvOptions {
    Checks.positive("ConvOptions", "input channels", in);
    Checks.positive("ConvOptions", "output channels", out);
    Checks.positive("ConvOptions", "kernel", kernel);
    Checks.positive("ConvOptions", "stride", stride);
    Checks.notNegative("ConvOptions", "padding", padding);
    Checks.positive("ConvOptions", "dilation", dilation);
    Checks.positive("ConvOptions", "groups", groups);
    Given.notNull("ConvOptions", "dtype", dtype);
    if (in % groups != 0 || out % groups != 0) {
      throw new IllegalArgumentException(
          "ConvOptions: groups " + groups + " must divide " + in + " input and " + out + " output channels");
    }
  }

  /** Windows next to each other, without padding, with a bias, in FLOAT32. */
  public static ConvOptions of(int in, int out, int kernel) {
    return new ConvOptions(in, out, kernel, 1, 0, 1, 1, true, DType.FLOAT32);
  }

  /** With windows so far from each other. */
  public ConvOptions stride(int stride) {
    return new ConvOptions(in, out, kernel, stride, padding, dilation, groups, bias, dtype);
  }

  /** With so many zeros at either end. */
  public ConvOptions padding(int padding) {
    return new ConvOptions(in, out, kernel, stride, padding, dilation, groups, bias, dtype);
  }

  /** With the elements of a window so far from each other. */
  public ConvOptions dilation(int dilation) {
    return new ConvOptions(in, out, kernel, stride, padding, dilation, groups, bias, dtype);
  }

  /** With channels in so many parts. */
  public ConvOptions groups(int groups) {
    return new ConvOptions(in, out, kernel, stride, padding, dilation, groups, bias, dtype);
  }

  /** With a bias, or without. */
  public ConvOptions bias(boolean bias) {
    return new ConvOptions(in, out, kernel, stride, padding, dilation, groups, bias, dtype);
  }

  /** In another floating-point dtype. */
  public ConvOptions dtype(DType dtype) {
    return new ConvOptions(in, out, kernel, stride, padding, dilation, groups, bias, dtype);
  }

  /** How far a window reaches. */
  long reach() {
    return Windows.reach(kernel, dilation);
  }
}
