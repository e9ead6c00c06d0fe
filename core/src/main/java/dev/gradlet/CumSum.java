package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.kernel.Scans;

/**
 * yᵢ = x₀ + … + xᵢ along an axis, or from the other end; FLOAT32 is added up in double. The transpose runs the other
 * way.
 */
record CumSum(int axis, boolean reversed) implements Op, Operation.OfArrays {

  Tensor of(Tensor x) {
    return new Tensor(this, x.shape(), x.dtype(), x);
  }

  @Override
  public String label() {
    return "cumSum";
  }

  @Override
  public void compute(Data y, Data... inputs) {
    Object x = inputs[0].contiguous().array;
    int inner = y.view.strides()[axis];
    Scans.cumSum((int) y.shape().elements(), y.shape().size(axis), inner, reversed, x, y.array);
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return new CumSum(axis, !reversed).of(g);
  }
}
