package dev.gradlet.nn;

import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import java.util.Arrays;

/** Shapes as the arguments that operations take. */
final class Axes {
  private Axes() {}

  static long[] sizes(Shape shape) {
    return Arrays.stream(shape.toArray()).asLongStream().toArray();
  }

  /** A vector along one axis of a tensor of the given rank, the others of size 1. */
  static Tensor along(Tensor vector, int axis, int rank) {
    long[] sizes = new long[rank];
    Arrays.fill(sizes, 1);
    sizes[axis] = vector.size(0);
    return vector.reshape(sizes);
  }
}
