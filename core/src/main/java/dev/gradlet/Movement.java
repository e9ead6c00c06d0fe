package dev.gradlet;

import java.util.Arrays;
import java.util.List;

/**
 * The operations that only look at their input differently. Each is a map between views, so that a loop reads through
 * any chain of them in place; each one's VJP is the movement back (or the sum, for what was repeated).
 */
sealed interface Movement extends Op
    permits Movement.Reshape, Movement.Permute, Movement.Expand, Movement.Slice, Movement.Identity {

  /** The output's view, given the input's; null where no strides express it, which only a reshape meets. */
  View apply(View input);

  /** The same movement on an input with extra axes at its end, which stay where they are. */
  Movement lifted(int[] extra);

  @Override
  default int readInputs(int given) {
    return Math.min(1, given);
  }

  /** Whether the output has the axes of the input, but for their order and axes of size 1. */
  default boolean keepsAxes(Shape input) {
    return this instanceof Permute
        || this instanceof Identity
        || (this instanceof Reshape reshape && input.squeezed().equals(reshape.target().squeezed()));
  }

  /** Whether the output repeats, along the last axis, what the input has one of for each row. */
  default boolean repeatsRowValues(Shape input) {
    return this instanceof Expand expand
        && input.rank() > 0
        && input.rank() == expand.target().rank()
        && input.size(-1) == 1
        && input.equals(expand.target().with(input.rank() - 1, 1));
  }

  default Tensor of(Tensor x, Shape shape) {
    return new Tensor(this, shape, x.dtype(), x);
  }

  /** An output that looks just like the first input; further inputs serve the VJP. */
  sealed interface Identity extends Movement permits Alias, Custom, Placement {
    @Override
    default View apply(View input) {
      return input;
    }

    @Override
    default Movement lifted(int[] extra) {
      return Alias.INSTANCE;
    }
  }

  /** Other sizes with the same product, in row-major order. */
  record Reshape(Shape target) implements Movement {
    @Override
    public String label() {
      return "reshape";
    }

    @Override
    public View apply(View input) {
      return input.reshape(target);
    }

    @Override
    public Movement lifted(int[] extra) {
      return new Reshape(appended(target, extra));
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
    public View apply(View input) {
      return input.permute(axes.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public Movement lifted(int[] extra) {
      Integer[] lifted = axes.toArray(new Integer[axes.size() + extra.length]);
      for (int i = axes.size(); i < lifted.length; i++) {
        lifted[i] = i;
      }
      return new Permute(List.of(lifted));
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
    public View apply(View input) {
      return input.expand(target);
    }

    @Override
    public Movement lifted(int[] extra) {
      return new Expand(appended(target, extra));
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
    public View apply(View input) {
      return input.slice(axis, start, step, count);
    }

    @Override
    public Movement lifted(int[] extra) {
      return this;
    }

    @Override
    public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
      return new Embed(axis, start, step, x[0].size(axis)).of(g);
    }
  }

  private static Shape appended(Shape shape, int[] extra) {
    int[] sizes = Arrays.copyOf(shape.toArray(), shape.rank() + extra.length);
    System.arraycopy(extra, 0, sizes, shape.rank(), extra.length);
    return Shape.ofInts(sizes);
  }
}
