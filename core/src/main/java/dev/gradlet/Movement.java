package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.Pending;
import dev.gradlet.engine.graph.ViewMap;
import dev.gradlet.engine.graph.VjpReads;
import java.util.List;

/**
 * The operations that only view their input differently. Each is a map between views, so that a loop reads through any
 * chain of them in place. The VJP moves the cotangent back, and sums it where elements were repeated.
 */
sealed interface Movement extends Op, Operation.Moving
    permits Movement.Reshape, Movement.Permute, Movement.Expand, Movement.Slice, Movement.Unfold,
        Movement.Identity {

  @Override
  default VjpReads vjpReads() {
    return VjpReads.NOTHING;
  }

  @Override
  default Object parameters() {
    return map();
  }

  /** Applies the movement. If the input has a value, the output gets its view of it at once. */
  default Tensor of(Tensor x, Shape shape) {
    Data known = shape.rank() > Node.MOST_AXES ? null : x.node().data();
    Data moved = known == null ? null : known.movedInPlace(map());
    if (moved != null && !(x.requiresGrad() && Autograd.recording())) {
      return new Tensor(Pending.like(x.node(), moved));
    }
    Tensor y = new Tensor(this, shape, x.dtype(), x);
    if (moved != null) {
      y.node().store(moved);
    } else {
      x.node().share();
    }
    return y;
  }

  /** The output equals the first input; only the VJP reads further inputs. */
  sealed interface Identity extends Movement permits Alias, Custom, LogSumExp, SparseCotangent.Spread {
    @Override
    default ViewMap map() {
      return ViewMap.Same.SAME;
    }

    @Override
    default Object parameters() {
      return this;
    }
  }

  /** Other sizes with the same product, in row-major order. */
  record Reshape(Shape target) implements Movement {
    @Override
    public String label() {
      return "reshape";
    }

    @Override
    public ViewMap map() {
      return new ViewMap.Reshape(target);
    }

    @Override
    public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
      return g.reshaped(x[0].shape());
    }
  }

  /** Axis i of the output is axis {@code axes[i]} of the input. */
  record Permute(List<Integer> axes) implements Movement {
    @Override
    public String label() {
      return "permute";
    }

    @Override
    public ViewMap map() {
      return new ViewMap.Permute(axes);
    }

    @Override
    public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
      int[] inverse = new int[axes.size()];
      for (int axis = 0; axis < inverse.length; axis++) {
        inverse[axes.get(axis)] = axis;
      }
      return g.permute(inverse);
    }
  }

  /** Axes of size 1, and new leading ones, repeated to the target's sizes; aligned at the last axis. */
  record Expand(Shape target) implements Movement {
    @Override
    public String label() {
      return "expand";
    }

    @Override
    public ViewMap map() {
      return new ViewMap.Expand(target);
    }

    @Override
    public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
      return g.sumTo(x[0].shape());
    }
  }

  /** Elements start, start + step, … of one axis, {@code count} of them. */
  record Slice(int axis, int start, int step, int count) implements Movement {
    @Override
    public String label() {
      return "slice";
    }

    @Override
    public ViewMap map() {
      return new ViewMap.Slice(axis, start, step, count);
    }

    @Override
    public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
      return new Embed(axis, step, x[0].size(axis)).of(g, start);
    }
  }

  /** Windows of {@code size} neighbours every {@code step} of an axis; a new last axis runs within each window. */
  record Unfold(int axis, int size, int step, int within) implements Movement {
    @Override
    public String label() {
      return "unfold";
    }

    @Override
    public ViewMap map() {
      return new ViewMap.Unfold(axis, size, step, within);
    }

    /** An element gets the cotangents of all its places in windows, added up. */
    @Override
    public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
      return new Fold(axis, size, step, x[0].size(axis)).of(g);
    }
  }
}
