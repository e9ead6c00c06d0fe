package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Operation;

/**
 * The input at elements start, start + step, … of an axis of the given size, zeros elsewhere: the transpose of a slice.
 */
record Embed(int axis, int start, int step, int size) implements Op, Operation.OfArrays {

  Tensor of(Tensor x) {
    return new Tensor(this, x.shape().with(axis, size), x.dtype(), x);
  }

  @Override
  public String label() {
    return "embed";
  }

  @Override
  public Data compute(Shape shape, DType dtype, Data... inputs) {
    Data y = Data.zeros(label(), dtype, shape);
    inputs[0].copyTo(y.array, y.view.slice(axis, start, step, inputs[0].shape().size(axis)));
    return y;
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return g.sliced(axis, start, step, x[0].size(axis));
  }
}
