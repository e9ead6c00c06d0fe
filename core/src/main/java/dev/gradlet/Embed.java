package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.Storage;
import java.util.List;

/**
 * The input at elements start, start + step, … of an axis of the given size, zeros elsewhere: the transpose of a slice.
 * Inputs: x, and the start as a number, so that a plan serves slices from anywhere.
 */
record Embed(int axis, int step, int size) implements Op, Operation.OfArrays {

  Tensor of(Tensor x, int start) {
    Tensor place = RecentNumbers.of(start, DType.INT32, Shape.SCALAR);
    return new Tensor(this, x.shape().with(axis, size), x.dtype(), x, place);
  }

  @Override
  public String label() {
    return "embed";
  }

  @Override
  public Object parameters() {
    return List.of(axis, step, size);
  }

  @Override
  public void compute(Data y, Data... inputs) {
    Storage.fill(y.dtype, y.array, 0, (int) y.shape().elements(), 0);
    int start = (int) inputs[1].at(0);
    inputs[0].copyTo(y.array, y.view.slice(axis, start, step, inputs[0].shape().size(axis)));
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return i == 0 ? g.sliced(axis, (int) x[1].item(), step, x[0].size(axis)) : null;
  }
}
