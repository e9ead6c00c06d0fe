package dev.gradlet;

import dev.gradlet.engine.graph.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * y[…, i, …] = value where i is the index, else 0, along one axis: the cotangent of an extremum or of a gather. Inputs:
 * y itself as an ordinary selection, the values and their indices, both of size 1 along the axis; then what the indices
 * chose from, and what they chose, which spares looking that up again.
 *
 * <p>As a value it is an alias of the selection. As a cotangent it lets the walk backwards follow the placed elements
 * alone. What is zero stays zero through the VJP of an elementwise operation, so that is computed with the operands
 * gathered at the indices; a sum over the axis is the values; a sum over other axes adds them up by index. So the
 * cotangent of a minimum over k distances costs no more than one distance. (Where an operand is infinite, the zeros
 * elsewhere stay zeros as well, and do not become 0 · ∞.)
 */
record Placement(int axis) implements Movement.Identity {

  /** Values and indices of size 1 along the axis, placed along {@code size} places. */
  static Tensor of(Tensor values, Tensor index, int axis, int size, Tensor... chosen) {
    Tensor place = Tensor.arange(size).along(axis, values.rank());
    Tensor selection = Tensor.where(place.eq(index), values, 0);
    if (size == 1) {
      return selection;
    }
    Tensor[] inputs = new Tensor[3 + chosen.length];
    inputs[0] = selection;
    inputs[1] = values;
    inputs[2] = index;
    System.arraycopy(chosen, 0, inputs, 3, chosen.length);
    return new Tensor(new Placement(axis), selection.shape(), selection.dtype(), inputs);
  }

  @Override
  public String label() {
    return "placement";
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return i == 1 ? Gather.unchecked(g, axis, x[2]) : null;
  }

  /** What the operation's VJP gives for the cotangent g of y, from the placed elements alone; null if there is no such way. */
  static Tensor shorterVjp(int i, Tensor g, Tensor y, Tensor... x) {
    if (!(g.op() instanceof Placement placement)) {
      return null;
    }
    Tensor[] placed = Tensor.ofNodes(g.node().inputs());
    return placed.length >= 3 ? placement.sparse(placed, g.shape(), i, y, x) : null;
  }

  private Tensor sparse(Tensor[] placed, Shape shape, int i, Tensor y, Tensor... x) {
    Tensor values = placed[1];
    Tensor index = placed[2];
    int size = shape.size(axis);
    if (y.op() instanceof Operation.Elementwise) {
      Tensor[] at = new Tensor[x.length];
      for (int j = 0; j < at.length; j++) {
        at[j] = at(placed, x[j]);
      }
      Tensor dx = y.op().vjp(i, values, at(placed, y), at);
      return dx == null ? null : of(dx, index, axis, size);
    } else if (y.op() instanceof Reduction reduction && reduction.kind() == Reduction.Kind.SUM) {
      Shape repeated = x[0].shape().with(axis, 1);
      return of(values.expandTo(repeated), index.expandTo(repeated), axis, size);
    } else if (y.op() instanceof Expand) {
      return sumTo(x[0].shape(), values, index, size);
    } else if (y.op() instanceof Permute permute) {
      return of(permute.vjp(0, values, y, x), permute.vjp(0, index, y, x), permute.axes().get(axis), size);
    } else if (y.op() instanceof Reshape && shape.squeezed().equals(x[0].shape().squeezed())) {
      int to = axisIn(x[0].shape(), shape);
      Shape one = x[0].shape().with(to, 1);
      return of(values.reshaped(one), index.reshaped(one), to, size);
    }
    return null;
  }

  /** A tensor's elements at the indices. */
  private Tensor at(Tensor[] placed, Tensor x) {
    return placed.length == 5 && placed[3].node() == x.node() ? placed[4] : Gather.unchecked(x, axis, placed[2]);
  }

  /** Where the axis is in a shape that differs from this one by axes of size 1. */
  private int axisIn(Shape other, Shape shape) {
    int before = 0;
    for (int i = 0; i < axis; i++) {
      before += shape.size(i) == 1 ? 0 : 1;
    }
    int to = 0;
    while (other.size(to) == 1 || before-- > 0) {
      to++;
    }
    return to;
  }

  /**
   * {@link Tensor#sumTo} of what is placed: values that share their place in the target and their index are added up.
   */
  private Tensor sumTo(Shape target, Tensor values, Tensor index, int size) {
    int added = values.rank() - target.rank();
    if (axis < added || target.size(axis - added) == 1) {
      return values.sumTo(target);
    }
    List<Integer> summed = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < values.rank(); i++) {
      if (i != axis) {
        (i < added || target.size(i - added) != values.size(i) ? summed : kept).add(i);
      }
    }
    if (summed.isEmpty()) {
      return of(values, index, axis, size);
    }
    int[] order = new int[values.rank()];
    long[] sizes = new long[kept.size() + 1];
    int[] back = new int[kept.size() + 1];
    int at = 0;
    sizes[0] = 1;
    for (int i : summed) {
      order[at++] = i;
      sizes[0] *= values.size(i);
    }
    order[at++] = axis;
    for (int i = 0; i < kept.size(); i++) {
      order[at++] = kept.get(i);
      sizes[i + 1] = values.size(kept.get(i));
    }
    Shape rows = Shape.of(sizes);
    Tensor sums = ScatterAdd.unchecked(
        Tensor.zeros(values.dtype(), rows.with(0, size)), 0,
        index.permute(order).reshaped(rows), values.permute(order).reshaped(rows));
    int place = (int) kept.stream().filter(i -> i < axis).count();
    for (int i = 0; i < back.length; i++) {
      back[i] = i < place ? i + 1 : i == place ? 0 : i;
    }
    return sums.permute(back).reshaped(target);
  }
}
