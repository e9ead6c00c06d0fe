package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.kernel.Overlaps;
import java.util.Arrays;

/**
 * The transpose of unfold: windows [..., windows, ..., size], one every {@code step} of an axis of n elements, added up
 * to [..., n, ...]. FLOAT32 is added up in double.
 */
record Fold(int axis, int size, int step, int n) implements Op, Operation.OfArrays {

  Tensor of(Tensor x) {
    int[] sizes = Arrays.copyOf(x.shape().toArray(), x.rank() - 1);
    sizes[axis] = n;
    return new Tensor(this, Shape.ofInts(sizes), x.dtype(), x);
  }

  @Override
  public String label() {
    return "fold";
  }

  @Override
  public void compute(Data y, Data... inputs) {
    int inner = y.view.strides()[axis];
    Overlaps.add(inputs[0].shape().size(axis), inner, size, step, n, inputs[0].contiguous().array, y.array);
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return g.unfold(axis, size, step);
  }
}
