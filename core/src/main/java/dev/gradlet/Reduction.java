package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.VjpReads;
import java.util.Arrays;
import java.util.List;

/**
 * Sums and extrema over some axes, which keep size 1 in the output. The extremum of {@link Tensor#min(int)} has its
 * indices as second input: the cotangent then goes to that one element; without them it is shared among equal ones.
 *
 * @param axes ascending, counted from the front
 */
record Reduction(Kind kind, List<Integer> axes) implements Op, Operation.Reducing {

  /** The reduction of x over the chosen axes, as a tensor of x's rank. */
  static Tensor of(Kind kind, Tensor x, boolean[] chosen, Tensor... indices) {
    Shape shape = x.shape().keepingDims(chosen);
    if (kind != Kind.SUM) {
      checkNotEmpty(kind.label, x.shape(), chosen);
    }
    if (kind == Kind.SUM && x.dtype() == DType.BOOL) {
      checkCountable(x, shape);
    }
    Tensor operand = x.dtype() == DType.BOOL ? x.to(DType.INT32) : x;
    Tensor[] inputs = new Tensor[1 + indices.length];
    inputs[0] = operand;
    System.arraycopy(indices, 0, inputs, 1, indices.length);
    DType dtype = kind.isIndex() ? DType.INT32 : operand.dtype();
    Tensor y = new Tensor(new Reduction(kind, axes(chosen)), shape, dtype, inputs);
    if (x.elements() == 0) {
      y.node().store(Data.zero(dtype, shape));
    }
    return kind == Kind.MIN || kind == Kind.MAX ? y.to(x.dtype()) : y;
  }

  /** Elements of a mask are counted in INT32. */
  private static void checkCountable(Tensor mask, Shape counts) {
    if (mask.elements() > 0 && mask.elements() / counts.elements() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "sum: a mask of shape " + mask.shape() + " may have more true elements than INT32 counts, 2^31-1; convert"
              + " with to(DType.FLOAT64) first");
    }
  }

  static List<Integer> axes(boolean[] chosen) {
    Integer[] axes = new Integer[chosen.length];
    int count = 0;
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i]) {
        axes[count++] = i;
      }
    }
    return List.of(Arrays.copyOf(axes, count));
  }

  static void checkNotEmpty(String operation, Shape shape, boolean[] chosen) {
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i] && shape.size(i) == 0) {
        throw new IllegalArgumentException(
            operation + ": axis " + i + " of shape " + shape + " is empty, and nothing has no extremum");
      }
    }
  }

  /** The values of the extrema along one axis with their indices; both keep the axis with size 1. */
  static Tensor.Extremum extremum(boolean largest, Tensor x, int axis) {
    boolean[] chosen = x.shape().chosen(List.of(axis));
    Kind kind = largest ? Kind.MAX : Kind.MIN;
    checkNotEmpty(kind.label, x.shape(), chosen);
    Tensor indices = of(largest ? Kind.ARG_MAX : Kind.ARG_MIN, x, chosen);
    return new Tensor.Extremum(of(kind, x, chosen, indices), indices);
  }

  @Override
  public VjpReads vjpReads() {
    return kind == Kind.SUM ? VjpReads.NOTHING : VjpReads.ALL;
  }

  /**
   * y = Σ x: dx = g.  y = min x: dx = g at the index, or g shared among all elements equal to y, NaN being equal to
   * NaN.
   */
  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    if (kind.isIndex() || i != 0) {
      return null;
    }
    if (kind == Kind.SUM) {
      return g.expandTo(x[0].shape());
    }
    if (x.length == 2) {
      int axis = axes.get(0);
      return SparseCotangent.of(g, x[1], axis, x[0].size(axis), x[0], y);
    }
    Tensor equal = x[0].eq(y).or(x[0].ne(x[0]));
    Tensor count = of(Kind.SUM, equal.to(g.dtype()), x[0].shape().chosen(axes));
    return Tensor.where(equal, g.div(count), 0);
  }
}
