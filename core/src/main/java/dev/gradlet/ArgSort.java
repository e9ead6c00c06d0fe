package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.kernel.Sorting;

/** The indices that sort an axis; NaN counts as larger than every number, equal elements keep their order. */
record ArgSort(int axis, boolean descending) implements Op, Operation.OfArrays {

  Tensor of(Tensor x) {
    return new Tensor(this, x.shape(), DType.INT32, x.dtype() == DType.BOOL ? x.to(DType.INT32) : x);
  }

  @Override
  public String label() {
    return "argSort";
  }

  @Override
  public void compute(Data y, Data... inputs) {
    int inner = y.view.strides()[axis];
    Object x = inputs[0].contiguous().array;
    Sorting.indices((int) y.shape().elements(), y.shape().size(axis), inner, descending, x, (int[]) y.array);
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return null;
  }
}
