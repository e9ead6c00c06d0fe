package dev.gradlet;

import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.VjpReads;

/**
 * y[…, i, …] = x[…, index[…, i, …], …] along one axis. Inputs: x, index.
 *
 * <p>A loop computes it by looking up the operands of x at the indices, so that only the elements asked for are
 * computed.
 */
record Gather(int axis) implements Op, Operation.Gathering {

  static Tensor of(Tensor x, int axis, Tensor index) {
    int along = x.shape().axis("gather", axis);
    checkShapes("gather", x, along, index, index.shape());
    Index.check("gather", index, x.size(along));
    return unchecked(x, along, index);
  }

  static Tensor unchecked(Tensor x, int axis, Tensor index) {
    return new Tensor(new Gather(axis), index.shape(), x.dtype(), x, index);
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
  public Object parameters() {
    return axis;
  }

  @Override
  public VjpReads vjpReads() {
    return new VjpReads(1 << 1, false);
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    if (i != 0) {
      return null;
    }
    boolean onePlaceEach = x[1].shape().equals(x[0].shape().with(axis, 1));
    return onePlaceEach
        ? SparseCotangent.of(g, x[1], axis, x[0].size(axis), x[0], y)
        : ScatterAdd.unchecked(Tensor.zeros(g.dtype(), x[0].shape()), axis, x[1], g, false);
  }
}
