package dev.gradlet.engine.graph;

import dev.gradlet.Shape;
import java.util.Arrays;

/**
 * Where the elements of a tensor lie in an array: element (i₀, i₁, …) at {@code offset + Σ iₐ·strides[a]}. The movement
 * operations make one view of another without touching the array.
 */
public record View(Shape shape, int offset, int[] strides) {

  /** Strides of 0 for every axis, by rank: most constants of an expression share them. */
  private static final int[][] ZEROS = new int[8][];

  static {
    Arrays.setAll(ZEROS, int[]::new);
  }

  /** The row-major view of a shape, whose elements must fit in an array. */
  public static View rowMajor(Shape shape) {
    return new View(shape, 0, rowMajorStrides(shape));
  }

  /** One element, repeated at every place of the shape. */
  public static View repeated(Shape shape) {
    int rank = shape.rank();
    return new View(shape, 0, rank < ZEROS.length ? ZEROS[rank] : new int[rank]);
  }

  /** The row-major stride of each axis. */
  public static int[] rowMajorStrides(Shape shape) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= Math.max(1, shape.size(i));
    }
    return strides;
  }

  /** Whether this is row-major from offset 0, so that the array itself is the flat tensor. */
  boolean isRowMajor() {
    if (offset != 0) {
      return false;
    }
    int expected = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      int size = shape.size(i);
      if (size != 1 && strides[i] != expected) {
        return shape.elements() == 0;
      }
      expected *= size;
    }
    return true;
  }

  /** The same strides from the start of the array. */
  public View fromStart() {
    return offset == 0 ? this : new View(shape, 0, strides);
  }

  View permute(int[] axes) {
    int[] sizes = new int[axes.length];
    int[] moved = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      sizes[i] = shape.size(axes[i]);
      moved[i] = strides[axes[i]];
    }
    return new View(Shape.of(sizes), offset, moved);
  }

  View expand(Shape target) {
    int[] moved = new int[target.rank()];
    int added = target.rank() - shape.rank();
    for (int i = 0; i < strides.length; i++) {
      moved[added + i] = shape.size(i) == target.size(added + i) ? strides[i] : 0;
    }
    return new View(target, offset, moved);
  }

  public View slice(int axis, int start, int step, int count) {
    int[] moved = strides.clone();
    moved[axis] *= count > 1 ? step : 1;
    return new View(shape.with(axis, count), count == 0 ? offset : offset + start * strides[axis], moved);
  }

  /** Windows of {@code size} neighbours every {@code step} of an axis, which counts them; a new axis runs within. */
  View unfold(int axis, int size, int step, int within) {
    int rank = strides.length + 1;
    int[] sizes = new int[rank];
    int[] moved = new int[rank];
    for (int i = 0; i < rank; i++) {
      int from = i == within ? axis : i < within ? i : i - 1;
      sizes[i] = i == within ? size : from == axis ? (shape.size(axis) - size) / step + 1 : shape.size(from);
      moved[i] = strides[from] * (i != within && from == axis && sizes[i] > 1 ? step : 1);
    }
    return new View(Shape.of(sizes), offset, moved);
  }

  /**
   * The same elements under another shape; null if no strides express it. Axes are matched in groups with equal
   * products; the old axes of a group must be spaced as evenly as one axis.
   */
  View reshape(Shape target) {
    if (target.elements() == 0) {
      return new View(target, offset, rowMajorStrides(target));
    }
    int[] moved = new int[target.rank()];
    int from = 0;
    int to = 0;
    while (from < shape.rank() || to < target.rank()) {
      int fromEnd = from;
      int toEnd = to;
      long fromProduct = 1;
      long toProduct = 1;
      do {
        if (fromProduct <= toProduct && fromEnd < shape.rank()) {
          fromProduct *= shape.size(fromEnd++);
        } else {
          toProduct *= target.size(toEnd++);
        }
      } while (fromProduct != toProduct);
      while (toEnd < target.rank() && target.size(toEnd) == 1) {
        toEnd++;
      }
      while (fromEnd < shape.rank() && shape.size(fromEnd) == 1) {
        fromEnd++;
      }
      if (!isEven(from, fromEnd)) {
        return null;
      }
      int stride = innermostStride(from, fromEnd);
      for (int i = toEnd - 1; i >= to; i--) {
        moved[i] = target.size(i) == 1 ? 0 : stride;
        stride *= target.size(i);
      }
      from = fromEnd;
      to = toEnd;
    }
    return new View(target, offset, moved);
  }

  /** Whether the axes [from, to) are spaced as evenly as one. */
  private boolean isEven(int from, int to) {
    int expected = innermostStride(from, to);
    for (int i = to - 1; i >= from; i--) {
      if (shape.size(i) != 1 && strides[i] != expected) {
        return false;
      }
      expected *= shape.size(i);
    }
    return true;
  }

  /** The stride of the last of axes [from, to) that has more than one place; 0 if none has. */
  private int innermostStride(int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (shape.size(i) != 1) {
        return strides[i];
      }
    }
    return 0;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof View view
            && offset == view.offset
            && shape.equals(view.shape)
            && Arrays.equals(strides, view.strides));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * shape.hashCode() + offset) + Arrays.hashCode(strides);
  }

  @Override
  public String toString() {
    return shape + " strides " + Arrays.toString(strides) + (offset == 0 ? "" : " offset " + offset);
  }
}
