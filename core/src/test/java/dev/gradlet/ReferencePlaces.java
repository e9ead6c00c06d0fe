package dev.gradlet;

import java.util.Arrays;
import java.util.List;

/** Where elements lie in row-major order, before and after each operation that moves, reduces or chooses some. */
final class ReferencePlaces {
  private ReferencePlaces() {}

  static int[] coordinates(int flat, Shape shape) {
    int[] at = new int[shape.rank()];
    int rest = flat;
    for (int axis = at.length - 1; axis >= 0; axis--) {
      at[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return at;
  }

  static int flat(int[] at, Shape shape) {
    int flat = 0;
    for (int axis = 0; axis < at.length; axis++) {
      flat = flat * shape.size(axis) + at[axis];
    }
    return flat;
  }

  /** For each element of the operand, which result it belongs to. */
  static int[] groups(List<Integer> axes, Shape operand) {
    int[] group = new int[(int) operand.elements()];
    boolean[] chosen = new boolean[operand.rank()];
    axes.forEach(axis -> chosen[axis] = true);
    Shape kept = operand.keepingDims(chosen);
    Arrays.setAll(group, i -> {
      int[] at = coordinates(i, operand);
      axes.forEach(axis -> at[axis] = 0);
      return flat(at, kept);
    });
    return group;
  }

  /** For each element of the output, which element of the input it is. */
  static int[] source(Movement movement, Shape out, Shape in) {
    int[] from = new int[(int) out.elements()];
    Arrays.setAll(from, i -> {
      if (movement instanceof Movement.Reshape || movement instanceof Movement.Identity) {
        return i;
      }
      int[] at = coordinates(i, out);
      int[] there = new int[in.rank()];
      for (int axis = 0; axis < there.length; axis++) {
        if (movement instanceof Movement.Permute permute) {
          there[permute.axes().get(axis)] = at[axis];
        } else if (movement instanceof Movement.Expand) {
          there[axis] = in.size(axis) == 1 ? 0 : at[out.rank() - in.rank() + axis];
        } else if (movement instanceof Movement.Slice slice) {
          there[axis] = axis == slice.axis() ? slice.start() + at[axis] * slice.step() : at[axis];
        } else if (movement instanceof Movement.Unfold unfold) {
          there[axis] = axis == unfold.axis() ? at[axis] * unfold.step() + at[unfold.within()] : at[axis];
        } else {
          throw new AssertionError("no reference of " + movement.label());
        }
      }
      return flat(there, in);
    });
    return from;
  }

  static Movement.Unfold unfold(Fold fold, int rank) {
    return new Movement.Unfold(fold.axis(), fold.size(), fold.step(), rank);
  }

  /** For each element of the input, where it lies in the output. */
  static int[] embedded(Embed embed, int start, Shape in, Shape out) {
    int[] to = new int[(int) in.elements()];
    Arrays.setAll(to, i -> {
      int[] at = coordinates(i, in);
      at[embed.axis()] = start + at[embed.axis()] * embed.step();
      return flat(at, out);
    });
    return to;
  }

  /** For each element of the index, the element of x that it names. */
  static int[] indexed(int axis, Shape x, Shape index, double[] indices) {
    int[] place = new int[(int) index.elements()];
    Arrays.setAll(place, i -> {
      int[] at = coordinates(i, index);
      at[axis] = (int) indices[i];
      return flat(at, x);
    });
    return place;
  }
}
