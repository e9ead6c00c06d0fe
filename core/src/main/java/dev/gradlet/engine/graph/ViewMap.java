package dev.gradlet.engine.graph;

import dev.gradlet.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * A map between views of one array, so that a loop reads through any chain of them in place. Those that most programs
 * meet have methods of their own to be compared by, see {@link Operation#parameters}.
 */
public sealed interface ViewMap {

  /** The output's view, given the input's; null if no strides express it, which happens only to a reshape. */
  View apply(View input);

  /** The same map for an input with extra axes at its end, which stay there. */
  ViewMap lifted(int[] extra);

  /** Whether the output has the input's axes, apart from their order and axes of size 1. */
  default boolean keepsAxes(Shape input) {
    return false;
  }

  /** Whether the input has one value for each row, and the output repeats it along the last axis. */
  default boolean repeatsRowValues(Shape input) {
    return false;
  }

  /** The axes of the input in which a step along one of these axes of the output moves; a bit each. */
  default long axesBefore(long axes, Shape input) {
    long before = 0;
    for (int axis = 0; axis < input.rank() && axes != 0; axis++) {
      int[] only = new int[input.rank()];
      only[axis] = input.size(axis) == 1 ? 0 : 1;
      View seen = apply(new View(input, 0, only));
      boolean moves = seen == null;
      for (int i = 0; !moves && i < seen.strides().length; i++) {
        moves = seen.strides()[i] != 0 && (axes >> i & 1) != 0;
      }
      before |= moves ? 1L << axis : 0;
    }
    return before;
  }

  /** The input's view itself. */
  enum Same implements ViewMap {
    SAME;

    @Override
    public View apply(View input) {
      return input;
    }

    @Override
    public ViewMap lifted(int[] extra) {
      return this;
    }

    @Override
    public boolean keepsAxes(Shape input) {
      return true;
    }
  }

  /** Other sizes with the same product, in row-major order. */
  record Reshape(Shape target) implements ViewMap {
    @Override
    public boolean equals(Object other) {
      return other instanceof Reshape reshape && target.equals(reshape.target);
    }

    @Override
    public int hashCode() {
      return target.hashCode();
    }

    @Override
    public View apply(View input) {
      return input.reshape(target);
    }

    @Override
    public ViewMap lifted(int[] extra) {
      return new Reshape(appended(target, extra));
    }

    @Override
    public boolean keepsAxes(Shape input) {
      return input.squeezed().equals(target.squeezed());
    }
  }

  /** Axis i of the output is axis {@code axes[i]} of the input. */
  record Permute(List<Integer> axes) implements ViewMap {
    @Override
    public boolean equals(Object other) {
      return other instanceof Permute permute && axes.equals(permute.axes);
    }

    @Override
    public int hashCode() {
      return axes.hashCode();
    }

    @Override
    public View apply(View input) {
      int[] order = new int[axes.size()];
      for (int i = 0; i < order.length; i++) {
        order[i] = axes.get(i);
      }
      return input.permute(order);
    }

    @Override
    public ViewMap lifted(int[] extra) {
      Integer[] lifted = axes.toArray(new Integer[axes.size() + extra.length]);
      for (int i = axes.size(); i < lifted.length; i++) {
        lifted[i] = i;
      }
      return new Permute(List.of(lifted));
    }

    @Override
    public boolean keepsAxes(Shape input) {
      return true;
    }
  }

  /** Axes of size 1, and new leading ones, repeated to the target's sizes; aligned at the last axis. */
  record Expand(Shape target) implements ViewMap {
    @Override
    public boolean equals(Object other) {
      return other instanceof Expand expand && target.equals(expand.target);
    }

    @Override
    public int hashCode() {
      return target.hashCode();
    }

    @Override
    public View apply(View input) {
      return input.expand(target);
    }

    @Override
    public ViewMap lifted(int[] extra) {
      return new Expand(appended(target, extra));
    }

    @Override
    public boolean repeatsRowValues(Shape input) {
      return input.rank() > 0
          && input.rank() == target.rank()
          && input.size(-1) == 1
          && input.equals(target.with(input.rank() - 1, 1));
    }
  }

  /** Elements start, start + step, … of one axis, {@code count} of them. */
  record Slice(int axis, int start, int step, int count) implements ViewMap {
    @Override
    public boolean equals(Object other) {
      return other instanceof Slice slice
          && axis == slice.axis && start == slice.start && step == slice.step && count == slice.count;
    }

    @Override
    public int hashCode() {
      return ((31 * axis + start) * 31 + step) * 31 + count;
    }

    @Override
    public View apply(View input) {
      return input.slice(axis, start, step, count);
    }

    @Override
    public ViewMap lifted(int[] extra) {
      return this;
    }
  }

  /** Windows of {@code size} neighbours every {@code step} of an axis, which counts them; a new axis runs within. */
  record Unfold(int axis, int size, int step, int within) implements ViewMap {
    @Override
    public View apply(View input) {
      return input.unfold(axis, size, step, within);
    }

    @Override
    public ViewMap lifted(int[] extra) {
      return this;
    }
  }

  private static Shape appended(Shape shape, int[] extra) {
    int[] sizes = Arrays.copyOf(shape.toArray(), shape.rank() + extra.length);
    System.arraycopy(extra, 0, sizes, shape.rank(), extra.length);
    return Shape.of(sizes);
  }
}
