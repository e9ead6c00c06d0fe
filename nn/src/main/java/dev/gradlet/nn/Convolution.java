package dev.gradlet.nn;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A convolution along some axes as a product of windows [n · windows, in · size] and weights [in · size, out]. */
abstract sealed class Convolution implements Layer permits Conv1d, Conv2d, ConvTranspose2d {
  private final String name;
  private final int axes;
  private final ConvOptions options;
  private final Parameter weight;
  private final Parameter bias;

  /** @param leading the sizes of the weight before those of a window */
  Convolution(String name, int axes, ConvOptions options, Generator random, long... leading) {
    this.name = name;
    this.axes = axes;
    this.options = options;
    long[] shape = LongStream.concat(LongStream.of(leading), LongStream.range(0, axes).map(i -> options.kernel()))
        .toArray();
    double bound = 1 / Math.sqrt(LongStream.of(shape).skip(1).asDoubleStream().reduce(1, (a, b) -> a * b));
    Given.notNull(name, "random", random);
    this.weight = Init.symmetric(options.dtype(), bound, random, shape);
    this.bias = options.bias() ? Init.symmetric(options.dtype(), bound, random, options.out()) : null;
  }

  /** The weight. */
  public final Parameter weight() {
    return weight;
  }

  /** The bias [out], or null if the layer has none. */
  public final Parameter bias() {
    return bias;
  }

  final ConvOptions options() {
    return options;
  }

  final Tensor checked(Tensor x) {
    Checks.floating(name, "input", x);
    if (x.rank() != axes + 2 || x.size(1) != options.in()) {
      throw new IllegalArgumentException(name + ": input " + x.shape() + " must be [n, " + options.in()
          + (axes == 1 ? ", length]" : ", height, width]"));
    }
    return x;
  }

  final Tensor withBias(Tensor y) {
    if (bias == null) {
      return y;
    }
    Tensor column = bias;
    for (int i = 0; i < axes; i++) {
      column = column.unsqueeze(-1);
    }
    return y.add(column);
  }

  /** Of (n, in, size, …) with weights (out, in / groups, size of a window, …). */
  final Tensor convolved(Tensor x, Tensor weight, int stride, int padding) {
    Tensor windows = Windows.of(name, x, options.kernel(), stride, padding, options.dilation(), 0);
    int groups = options.groups();
    long n = windows.size(0);
    long[] places = IntStream.range(2, 2 + axes).mapToLong(windows::size).toArray();
    long count = LongStream.of(places).reduce(1, (a, b) -> a * b);
    int out = weight.size(0);
    // (n, groups, in of a group, windows, …, size, …) → (groups, n · windows, in of a group · size)
    long[] split = new long[windows.rank() + 1];
    int[] order = new int[split.length];
    for (int axis = 0; axis < split.length; axis++) {
      split[axis] = axis == 0 ? n : axis == 1 ? groups : axis == 2 ? windows.size(1) / groups : windows.size(axis - 1);
      order[axis] = axis == 0 ? 1 : axis == 1 ? 0 : axis < 2 + axes ? axis + 1 : axis == 2 + axes ? 2 : axis;
    }
    Tensor rows = windows.reshape(split).permute(order).reshape(groups, n * count, weight.elements() / out);
    Tensor columns = weight.reshape(groups, out / groups, weight.elements() / out).transpose();
    // (groups, n · windows, out of a group) → (n, out, windows, …)
    Tensor y = rows.matmul(columns).reshape(groups, n, count, out / groups).permute(1, 0, 3, 2);
    return y.reshape(LongStream.concat(LongStream.of(n, out), LongStream.of(places)).toArray());
  }

  @Override
  public String toString() {
    return name + "[in=" + options.in() + ", out=" + options.out() + ", kernel=" + options.kernel()
        + (options.stride() == 1 ? "" : ", stride=" + options.stride())
        + (options.padding() == 0 ? "" : ", padding=" + options.padding())
        + (options.dilation() == 1 ? "" : ", dilation=" + options.dilation())
        + (options.groups() == 1 ? "" : ", groups=" + options.groups())
        + (bias == null ? ", no bias]" : "]");
  }
}
