package dev.gradlet;

import dev.gradlet.kernel.Indexed;

/** y[…, i, …] = x[…, index[…, i, …], …] along one axis. Inputs: x, index. */
record Gather(int axis) implements ArrayOp {

  static Tensor of(Tensor x, int axis, Tensor index) {
    int along = x.shape().axis("gather", axis);
    checkShapes("gather", x, along, index, index.shape());
    Index.check("gather", index, x.size(along));
    return new Tensor(new Gather(along), index.shape(), x.dtype(), x, index);
  }

  /** Elsewhere than along the axis, the index must fit within x. */
  static void checkShapes(String operation, Tensor x, int axis, Tensor index, Shape source) {
    boolean fits = index.rank() == x.rank() && source.equals(index.shape());
    for (int i = 0; fits && i < x.rank(); i++) {
      fits = i == axis || index.size(i) <= x.size(i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          operation + ": index " + index.shape()
              + (source.equals(index.shape()) ? "" : " and source " + source)
              + " must have the rank of " + x.shape() + " and no larger sizes outside axis " + axis);
    }
  }

  @Override
  public String label() {
    return "gather";
  }

  @Override
  public Data compute(Shape shape, DType dtype, Data... inputs) {
    Data x = inputs[0];
    Data index = inputs[1];
    Data y = Data.zeros(label(), dtype, shape);
    Indexed.gather(
        shape.toArray(), axis, x.array, x.view.offset(), x.view.strides(),
        (int[]) index.array, index.view.offset(), index.view.strides(), y.array);
    return y;
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return i == 0 ? ScatterAdd.unchecked(Tensor.zeros(g.dtype(), x[0].shape()), axis, x[1], g) : null;
  }
}
