package dev.gradlet;

import dev.gradlet.kernel.Indexed;

/** y = x, then y[…, index[…, i, …], …] += source[…, i, …] in row-major order of the source. Inputs: x, index, source. */
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
    Data y = Data.zeros(label(), dtype, shape);
    x.copyTo(y.array, y.view);
    Indexed.scatterAdd(
        index.shape().toArray(), axis, source.array, source.view.offset(), source.view.strides(),
        (int[]) index.array, index.view.offset(), index.view.strides(), y.array, y.view.strides());
    return y;
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return switch (i) {
      case 0 -> g;
      case 2 -> new Tensor(new Gather(axis), x[1].shape(), g.dtype(), g, x[1]);
      default -> null;
    };
  }
}
