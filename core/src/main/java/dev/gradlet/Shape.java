package dev.gradlet;

import java.util.Arrays;
import java.util.List;

/**
 * The sizes of a tensor's axes; a scalar has none. Axes may be counted from the end: −1 is the last. A size fits in an
 * int; the number of elements is a long, as an expanded tensor stores far fewer than it has.
 */
public final class Shape {
  static final Shape SCALAR = new Shape(new int[0]);

  private final int[] sizes;
  private final long elements;

  private Shape(int[] sizes) {
    this.sizes = sizes;
    this.elements = product(sizes);
  }

  private static long product(int[] sizes) {
    long product = 1;
    boolean fits = true;
    for (int size : sizes) {
      if (size == 0) {
        return 0;
      }
      fits &= product <= Long.MAX_VALUE / size;
      product *= size;
    }
    if (!fits) {
      throw new IllegalArgumentException("shape " + Arrays.toString(sizes) + " has more than 2^63-1 elements");
    }
    return product;
  }

  /**
   * A shape of the given sizes.
   *
   * @throws IllegalArgumentException if a size is negative or larger than 2³¹−1, or their product exceeds 2⁶³−1
   */
  public static Shape of(long... sizes) {
    int[] dims = new int[Checks.required("shape", "array of sizes", sizes).length];
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] < 0 || sizes[i] > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(sizes) + ": size " + sizes[i] + " of axis " + i
                + " must be between 0 and 2^31-1");
      }
      dims[i] = (int) sizes[i];
    }
    return ofInts(dims);
  }

  /** A shape of the given sizes. */
  public static Shape of(int... sizes) {
    Checks.required("shape", "array of sizes", sizes);
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] < 0) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(sizes) + ": size " + sizes[i] + " of axis " + i + " must not be negative");
      }
    }
    return ofInts(sizes.clone());
  }

  static Shape ofInts(int... sizes) {
    return new Shape(sizes);
  }

  /** The number of axes. */
  public int rank() {
    return sizes.length;
  }

  /**
   * The size of an axis.
   *
   * @throws IllegalArgumentException if there is no such axis
   */
  public int size(int axis) {
    return sizes[axis("size", axis)];
  }

  /** The product of the sizes. */
  public long elements() {
    return elements;
  }

  /** A copy of the sizes. */
  public int[] toArray() {
    return sizes.clone();
  }

  /** The axis counted from the front, or an error that names the operation. */
  int axis(String operation, int axis) {
    return fromFront(operation, axis, rank());
  }

  /** The position of a new axis, counted from the front; −1 is behind the last one. */
  int newAxis(String operation, int axis) {
    return fromFront(operation, axis, rank() + 1);
  }

  private int fromFront(String operation, int axis, int places) {
    if (axis < -places || axis >= places) {
      throw new IllegalArgumentException(
          operation + ": axis " + axis + (places == 0
              ? " of a scalar, which has no axes"
              : " of shape " + this + ", must be between " + -places + " and " + (places - 1)));
    }
    return axis < 0 ? axis + places : axis;
  }

  /** The given axes as flags, each counted from the front; all axes if none are given. A scalar has axes 0 and −1. */
  boolean[] axes(String operation, int... axes) {
    Checks.required(operation, "array of axes", axes);
    boolean[] chosen = new boolean[rank()];
    Arrays.fill(chosen, axes.length == 0);
    if (rank() == 0 && axes.length == 1 && (axes[0] == 0 || axes[0] == -1)) {
      return chosen;
    }
    for (int given : axes) {
      int axis = axis(operation, given);
      if (chosen[axis]) {
        throw new IllegalArgumentException(
            operation + ": axis " + given + " appears twice in " + Arrays.toString(axes) + " of shape " + this);
      }
      chosen[axis] = true;
    }
    return chosen;
  }

  /** These axes, counted from the front, as flags. */
  boolean[] chosen(List<Integer> axes) {
    boolean[] chosen = new boolean[rank()];
    axes.forEach(axis -> chosen[axis] = true);
    return chosen;
  }

  /**
   * This shape with one size replaced.
   *
   * @throws IllegalArgumentException if there is no such axis, or the size is negative
   */
  public Shape with(int axis, int size) {
    int[] changed = sizes.clone();
    changed[axis("with", axis)] = size;
    return of(changed);
  }

  /** This shape with the chosen axes of size 1. */
  Shape keepingDims(boolean[] chosen) {
    int[] changed = sizes.clone();
    for (int i = 0; i < changed.length; i++) {
      if (chosen[i]) {
        changed[i] = 1;
      }
    }
    return ofInts(changed);
  }

  /** This shape without the chosen axes. */
  Shape without(boolean[] chosen) {
    int[] kept = new int[rank()];
    int rank = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (!chosen[i]) {
        kept[rank++] = sizes[i];
      }
    }
    return ofInts(Arrays.copyOf(kept, rank));
  }

  /** Which axes are new or repeated where a tensor of the given shape was expanded to this one. */
  boolean[] repeatedFrom(Shape source) {
    boolean[] repeated = new boolean[rank()];
    int added = rank() - source.rank();
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = i < added || source.size(i - added) != size(i);
    }
    return repeated;
  }

  /** This shape without axes of size 1. */
  public Shape squeezed() {
    return ofInts(Arrays.stream(sizes).filter(size -> size != 1).toArray());
  }

  /** This shape with leading axes of size 1 up to the given rank. */
  Shape padded(int rank) {
    int[] changed = new int[rank];
    Arrays.fill(changed, 1);
    System.arraycopy(sizes, 0, changed, rank - sizes.length, sizes.length);
    return ofInts(changed);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Shape shape && Arrays.equals(sizes, shape.sizes));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** As in NumPy's lists: {@code [3, 4]}, a scalar as {@code []}. */
  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
