package dev.gradlet;

import dev.gradlet.kernel.Casts;
import dev.gradlet.kernel.Indexed;
import dev.gradlet.kernel.Strided;

/**
 * y = x, then y[…, index[…, i, …], …] += source[…, i, …]. Inputs: x, index, source. FLOAT32 is added up in double and
 * rounded once: no order of so many additions to one element would be accurate in float.
 */
record ScatterAdd(int axis) implements ArrayOp {
  /** Additions below which a second thread does not pay. */
  private static final long WORTH_SPLITTING = 1 << 18;

  static Tensor of(Tensor x, int axis, Tensor index, Tensor source) {
    int along = x.shape().axis("scatterAdd", axis);
    Gather.checkShapes("scatterAdd", x, along, index, source.shape());
    Index.check("scatterAdd", index, x.size(along));
    DType dtype = DType.promote(DType.promote(x.dtype(), source.dtype()), DType.INT32);
    return unchecked(x.to(dtype), along, index, source.to(dtype));
  }

  static Tensor unchecked(Tensor x, int axis, Tensor index, Tensor source) {
    return new Tensor(new ScatterAdd(axis), x.shape(), x.dtype(), x, index, source);
  }

  @Override
  public String label() {
    return "scatterAdd";
  }

  @Override
  public Data compute(Shape shape, DType dtype, Data... inputs) {
    Data x = inputs[0];
    Data index = inputs[1];
    Data source = inputs[2];
    int length = shape.arrayLength(label());
    DType exact = dtype == DType.FLOAT32 ? DType.FLOAT64 : dtype;
    Object sums = exact.newArray(label(), shape);
    Casts.cast(x.rowMajor().array, sums, length);
    add(shape, exact, source, index, sums);
    Data y = Data.zeros(label(), dtype, shape);
    Casts.cast(sums, y.array, length);
    return y;
  }

  /**
   * Adds up the source; the last other axis is split over threads where that pays. Each adds in an array of its own: in
   * one, elements of two threads would share lines of the cache, which takes three times as long as one thread.
   */
  private void add(Shape shape, DType dtype, Data source, Data index, Object sums) {
    int[] strides = shape.rowMajorStrides();
    int[] sizes = index.shape().toArray();
    int split = axis == sizes.length - 1 ? axis - 1 : sizes.length - 1;
    if (split < 0 || !Workers.pays(index.shape().elements(), WORTH_SPLITTING)) {
      add(sizes, source, source.view.offset(), index, index.view.offset(), sums, 0, strides);
      return;
    }
    Workers.split(sizes[split], (from, to) -> {
      int[] part = sizes.clone();
      part[split] = to - from;
      int[] result = shape.toArray();
      result[split] = to - from;
      int at = from * strides[split];
      Object own = dtype.newArray(label(), shape);
      Strided.copy(result, sums, at, strides, own, at, strides);
      add(
          part, source, source.view.offset() + from * source.view.strides()[split],
          index, index.view.offset() + from * index.view.strides()[split], own, at, strides);
      Strided.copy(result, own, at, strides, sums, at, strides);
    });
  }

  private void add(
      int[] sizes, Data source, int from, Data index, int places, Object sums, int to, int[] strides) {
    Indexed.scatterAdd(
        sizes, axis, source.array, from, source.view.strides(), (int[]) index.array, places, index.view.strides(),
        sums, to, strides);
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return switch (i) {
      case 0 -> g;
      case 2 -> Gather.unchecked(g, axis, x[1]);
      default -> null;
    };
  }
}
