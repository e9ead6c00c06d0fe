package dev.gradlet;

import dev.gradlet.kernel.Casts;
import dev.gradlet.kernel.Indexed;

/**
 * y = x, then y[…, index[…, i, …], …] += source[…, i, …]. Inputs: x, index, source. FLOAT32 is added up in double and
 * rounded once: no order of so many additions to one element would be accurate in float.
 */
record ScatterAdd(int axis) implements ArrayOp {

  static Tensor of(Tensor x, int axis, Tensor index, Tensor source) {
    int along = x.shape().axis("scatterAdd", axis);
    Gather.checkShapes("scatterAdd", x, along, index, source.shape());
    Index.check("scatterAdd", index, x.size(along));
    DType dtype = DType.promote(x.dtype(), source.dtype());
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
    Object sums = (dtype == DType.FLOAT32 ? DType.FLOAT64 : dtype).newArray(length);
    Casts.cast(x.rowMajor().array, sums, length);
    Indexed.scatterAdd(
        index.shape().toArray(), axis, source.array, source.view.offset(), source.view.strides(),
        (int[]) index.array, index.view.offset(), index.view.strides(), sums, shape.rowMajorStrides());
    Data y = Data.zeros(label(), dtype, shape);
    Casts.cast(sums, y.array, length);
    return y;
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
