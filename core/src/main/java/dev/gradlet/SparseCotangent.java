package dev.gradlet;

import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.Operation;
import java.util.Arrays;

/**
 * A cotangent that is zero except at one place along an axis, as the VJP of an extremum or a gather makes it: g[…, j,
 * …] is the value if j is the index, else 0. Values and index have size 1 along the axis, which has {@code size} places
 * in g.
 *
 * <p>The {@link Walk} follows the values alone. Zeros stay zeros through the VJP of an elementwise operation, so that
 * is computed with the operands gathered at the indices; a sum over the axis gives the values; a sum over other axes
 * adds them by index. So the cotangent of a minimum over k distances costs no more than that of one distance. (If an
 * operand is infinite elsewhere, the zeros there stay zeros and do not become 0 · ∞.)
 *
 * @param chosen the tensor that the indices chose from and the elements that they chose, to spare another gather; may
 *     be empty
 */
record SparseCotangent(Tensor values, Tensor index, int axis, int size, Tensor... chosen) {

  /**
   * All of g, as an alias that remembers how it is made. Inputs: g itself as an ordinary selection, the values, the
   * indices, and {@code chosen}.
   */
  record Spread(int axis) implements Movement.Identity {
    @Override
    public String label() {
      return "spread";
    }

    @Override
    public Object parameters() {
      return axis;
    }

    @Override
    public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
      return i == 1 ? Gather.unchecked(g, axis, x[2]) : null;
    }
  }

  /** What is spread. Most of these nobody asks for their inputs; until then the values stand for the selection too. */
  private static final class SpreadNode extends Node {
    SpreadNode(int axis, Shape shape, boolean differentiable, Node... inputs) {
      super(new Spread(axis), shape, inputs[0].dtype(), differentiable, inputs);
    }

    private int axis() {
      return ((Spread) operation()).axis();
    }

    @Override
    public Node[] inputs() {
      Node[] known = super.inputs();
      if (known.length == 0 || known[0] != known[1]) {
        return known;
      }
      Node[] all = known.clone();
      all[0] = selection(new Tensor(known[1]), new Tensor(known[2]), axis(), shape().size(axis())).node();
      return replaceInputs(known, all);
    }

    SparseCotangent cotangent() {
      Tensor[] x = Tensor.ofNodes(super.inputs());
      return x.length == 0
          ? null
          : new SparseCotangent(x[1], x[2], axis(), shape().size(axis()), Arrays.copyOfRange(x, 3, x.length));
    }
  }

  /** Makes such a cotangent as a tensor. */
  static Tensor of(Tensor values, Tensor index, int axis, int size, Tensor... chosen) {
    Shape shape = values.shape().with(axis, size);
    if (size == 1 || shape.elements() == 0) {
      return selection(values, index, axis, size);
    }
    Node[] inputs = new Node[3 + chosen.length];
    inputs[0] = values.node();
    inputs[1] = inputs[0];
    inputs[2] = index.node();
    boolean history = values.requiresGrad();
    for (int i = 0; i < chosen.length; i++) {
      inputs[3 + i] = chosen[i].node();
      history |= chosen[i].requiresGrad();
    }
    return new Tensor(new SpreadNode(axis, shape, history && Autograd.recording(), inputs));
  }

  private static Tensor selection(Tensor values, Tensor index, int axis, int size) {
    Tensor places = Tensor.arange(size).along(axis, values.rank());
    return Tensor.where(places.eq(index), values, 0);
  }

  /** The values and indices of a cotangent that was made so; else null. */
  static SparseCotangent in(Tensor g) {
    return g.node() instanceof SpreadNode spread ? spread.cotangent() : null;
  }

  /** The same as {@code op.vjp(i, g, y, x)} for this g, computed from the values alone if possible. */
  Tensor vjp(Op op, int i, Tensor g, Tensor y, Tensor... x) {
    if (op instanceof Operation.Elementwise) {
      Tensor[] operands = new Tensor[x.length];
      Arrays.setAll(operands, j -> atIndex(x[j]));
      Tensor dx = op.vjp(i, values, atIndex(y), operands);
      return dx == null ? null : of(dx, index, axis, size);
    } else if (op instanceof Reduction reduction && reduction.kind() == Reduction.Kind.SUM) {
      Shape repeated = x[0].shape().with(axis, 1);
      return of(values.expandTo(repeated), index.expandTo(repeated), axis, size);
    } else if (op instanceof Movement.Expand) {
      return sumTo(x[0].shape());
    } else if (op instanceof Movement.Permute permute) {
      return of(permute.vjp(0, values, y, x), permute.vjp(0, index, y, x), permute.axes().get(axis), size);
    } else if (op instanceof Movement.Reshape && g.shape().squeezed().equals(x[0].shape().squeezed())) {
      int to = axisIn(x[0].shape());
      Shape one = x[0].shape().with(to, 1);
      return of(values.reshaped(one), index.reshaped(one), to, size);
    }
    return op.vjp(i, g, y, x);
  }

  /** A tensor's elements at the indices. */
  private Tensor atIndex(Tensor x) {
    return chosen.length == 2 && chosen[0].node() == x.node() ? chosen[1] : Gather.unchecked(x, axis, index);
  }

  /** The axis in a shape that differs from g's only by axes of size 1: it comes after as many other axes as here. */
  private int axisIn(Shape other) {
    int before = 0;
    for (int i = 0; i < axis; i++) {
      before += values.size(i) == 1 ? 0 : 1;
    }
    int to = 0;
    while (other.size(to) == 1 || before-- > 0) {
      to++;
    }
    return to;
  }

  /**
   * {@link Tensor#sumTo} of g: the summed axes are moved together and flattened into one, [kept, summed, kept], along
   * which values with the same index are added.
   */
  private Tensor sumTo(Shape target) {
    int added = values.rank() - target.rank();
    if (axis < added || target.size(axis - added) == 1) {
      return values.sumTo(target);
    }
    boolean[] summed = values.shape().repeatedFrom(target);
    int[] order = new int[summed.length];
    int[] ends = new int[3];
    int at = 0;
    for (int part = 0; part < 3; part++) {
      for (int i = 0; i < order.length; i++) {
        if (part == (summed[i] ? 1 : i < axis ? 0 : 2)) {
          order[at++] = i;
        }
      }
      ends[part] = at;
    }
    int place = ends[0];
    if (ends[1] - place == 1) {
      return of(values, index, axis, size);
    }
    Tensor negated = negated();
    Tensor source = (negated == null ? values : negated).permute(order).flatten(place, ends[1] - 1);
    Tensor to = index.permute(order).flatten(place, ends[1] - 1);
    Tensor zeros = Tensor.zeros(source.dtype(), source.shape().with(place, size));
    return ScatterAdd.unchecked(zeros, place, to, source, negated != null).reshaped(target);
  }

  /** x if the values are −x and pending, else null: x is often stored anyway, as the cotangent of a minuend. */
  private Tensor negated() {
    Node[] inputs = values.op() == Unary.NEG ? values.node().inputs() : new Node[0];
    return inputs.length == 0 ? null : new Tensor(inputs[0]);
  }
}
