package dev.gradlet.nn;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * A convolution, or rather a cross-correlation as in PyTorch, of images: (n, in, height, width) →
 * (n, out, height, width) with weight [out, in / groups, kernel, kernel] and bias [out].
 *
 * <pre>y[n, o, i, j] = b[o] + Σ w[o, c, k, l] x[n, c, i stride + k dilation, j stride + l dilation]</pre>
 *
 * <p>An axis of size s, padded at both ends, has ⌊(s + 2 padding − dilation (kernel − 1) − 1) / stride⌋ + 1 windows.
 * Weight and bias start uniform in ±1/√(in / groups · kernel²), as PyTorch's.
 */
public final class Conv2d extends Convolution {
  /** Windows next to each other, without padding, with a bias, from the standard generator. */
  public Conv2d(int in, int out, int kernel) {
    this(ConvOptions.of(in, out, kernel));
  }

  /** Windows next to each other, without padding, with a bias. */
  public Conv2d(int in, int out, int kernel, Generator random) {
    this(ConvOptions.of(in, out, kernel), random);
  }

  /** Windows at a distance, with zeros at either end and with a bias, from the standard generator. */
  public Conv2d(int in, int out, int kernel, int stride, int padding) {
    this(ConvOptions.of(in, out, kernel).stride(stride).padding(padding));
  }

  /** From the standard generator. */
  public Conv2d(ConvOptions options) {
    this(options, Generator.standard());
  }

  /** Of a shape that the options give. */
  public Conv2d(ConvOptions options, Generator random) {
    super("Conv2d", 2, Given.notNull("Conv2d", "options", options), random,
        options.out(), options.in() / options.groups());
  }

  /** @throws IllegalArgumentException if the input has another shape, or is smaller than a window */
  @Override
  public Tensor forward(Tensor x) {
    return withBias(convolved(checked(x), weight(), options().stride(), options().padding()));
  }
}
