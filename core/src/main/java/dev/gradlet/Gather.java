package dev.gradlet;

import dev.gradlet.Movement.Expand;
import dev.gradlet.Movement.Permute;
import dev.gradlet.Movement.Reshape;
import dev.gradlet.Movement.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * y[…, i, …] = x[…, index[…, i, …], …] along one axis. Inputs: x, index.
 *
 * <p>A loop computes it by looking up the operands of x at the indices, so that only the elements asked for are
 * computed.
 */
record Gather(int axis) implements Op {

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

  /**
   * The movements from x to [the index's shape, size of x along the axis], whose last axis the index then chooses from.
   */
  List<Movement> choices(Shape x, Shape index) {
    List<Movement> movements = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    int[] one = new int[x.rank() + 1];
    for (int i = 0; i < x.rank(); i++) {
      one[i] = i == axis ? 1 : index.size(i);
      if (i != axis) {
        order.add(i);
        if (index.size(i) < x.size(i)) {
          movements.add(new Slice(i, 0, 1, index.size(i)));
        }
      }
    }
    order.add(axis);
    one[x.rank()] = x.size(axis);
    movements.add(new Permute(List.copyOf(order)));
    movements.add(new Reshape(Shape.ofInts(one)));
    one = one.clone();
    one[axis] = index.size(axis);
    movements.add(new Expand(Shape.ofInts(one)));
    return movements;
  }

  @Override
  public String label() {
    return "gather";
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    if (i != 0) {
      return null;
    }
    boolean onePlaceEach = x[1].shape().equals(x[0].shape().with(axis, 1));
    return onePlaceEach
        ? Placement.of(g, x[1], axis, x[0].size(axis), x[0], y)
        : ScatterAdd.unchecked(Tensor.zeros(g.dtype(), x[0].shape()), axis, x[1], g);
  }
}
