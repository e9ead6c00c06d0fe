package dev.gradlet.nn;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * The transpose of a {@link Conv2d} from out to in channels, which makes images larger: (n, in, height, width) →
 * (n, out, height, width) with weight [in, out / groups, kernel, kernel] and bias [out] (Zeiler et al. 2010).
 *
 * <p>An axis of size s becomes one of (s − 1) stride − 2 padding + dilation (kernel − 1) + 1 + extra. It is computed as
 * a convolution of the input with stride − 1 zeros between its elements and the kernels back to front.
 */
public final class ConvTranspose2d extends Convolution {
  private final int extra;

  /** Windows next to each other, without padding, with a bias, from the standard generator. */
  public ConvTranspose2d(int in, int out, int kernel) {
    this(ConvOptions.of(in, out, kernel), 0, Generator.standard());
  }

  /** Windows at a distance, with zeros at either end and with a bias, from the standard generator. */
  public ConvTranspose2d(int in, int out, int kernel, int stride, int padding) {
    this(ConvOptions.of(in, out, kernel).stride(stride).padding(padding));
  }

  /** From the standard generator. */
  public ConvTranspose2d(ConvOptions options) {
    this(options, 0, Generator.standard());
  }

  /**
   * @param extra how much larger each axis becomes, PyTorch's {@code output_padding}: which of the sizes that the
   *     convolution takes to the same is meant
   * @throws IllegalArgumentException if it is negative, or not below the stride or the dilation
   */
  public ConvTranspose2d(ConvOptions options, int extra, Generator random) {
    super("ConvTranspose2d", 2, Given.notNull("ConvTranspose2d", "options", options), random,
        options.in(), options.out() / options.groups());
    if (extra < 0 || extra >= Math.max(options.stride(), options.dilation())) {
      throw new IllegalArgumentException("ConvTranspose2d: extra " + extra
          + " must be from 0 to below the larger of stride " + options.stride() + " and dilation "
          + options.dilation());
    }
    this.extra = extra;
  }

  /** @throws IllegalArgumentException if the input has another shape, or padding leaves nothing of it */
  @Override
  public Tensor forward(Tensor x) {
    Tensor y = checked(x);
    for (int axis = 2; axis < 4; axis++) {
      y = framed(spread(y, axis), axis, x);
    }
    int groups = options().groups();
    Tensor back = weight().flip(2, 3);
    long kernel = options().kernel();
    Tensor swapped = back.reshape(groups, back.size(0) / groups, back.size(1), kernel, kernel).transpose(1, 2)
        .reshape(options().out(), options().in() / groups, kernel, kernel);
    return withBias(convolved(y, swapped, 1, 0));
  }

  /** With stride − 1 zeros between the elements of an axis. */
  private Tensor spread(Tensor x, int axis) {
    int stride = options().stride();
    if (stride == 1 || x.size(axis) == 0) {
      return x;
    }
    Tensor spread = x.unsqueeze(axis + 1).pad(axis + 1, 0, stride - 1).flatten(axis, axis + 1);
    return spread.narrow(axis, 0, spread.size(axis) - stride + 1);
  }

  /** With as many zeros around an axis as its windows reach beyond it, or less of it where the padding is larger. */
  private Tensor framed(Tensor y, int axis, Tensor x) {
    long around = options().reach() - 1 - options().padding();
    int before = (int) Math.max(0, around);
    int after = (int) Math.max(0, around + extra);
    Tensor wider = y.pad(axis, before, after);
    long cut = Math.max(0, -around);
    long cutAfter = Math.max(0, -around - extra);
    if (wider.size(axis) - cut - cutAfter < options().reach()) {
      throw new IllegalArgumentException("ConvTranspose2d: padding " + options().padding() + " leaves nothing of input "
          + x.shape());
    }
    return wider.narrow(axis, (int) cut, (int) (wider.size(axis) - cut - cutAfter));
  }
}
