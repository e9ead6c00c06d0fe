package dev.gradlet.nn;

import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shapes as the arguments that operations take. */
final class Axes {
  private Axes() {}

  static long[] sizes(Shape shape) {
    return Arrays.stream(shape.toArray()).asLongStream().toArray();
  }

  /**
   * The elements of axis 0. By halves, as the gradient of a part is as large as what it is a part of: for n elements it
   * takes n log n work and not n².
   */
  static List<Tensor> unstacked(Tensor x) {
    List<Tensor> elements = new ArrayList<>();
    unstack(x, elements);
    return elements;
  }

  private static void unstack(Tensor x, List<Tensor> elements) {
    int size = x.size(0);
    if (size == 1) {
      elements.add(x.squeeze(0));
    } else {
      unstack(x.narrow(0, 0, size / 2), elements);
      unstack(x.narrow(0, size / 2, size - size / 2), elements);
    }
  }

  /** A vector along one axis of a tensor of the given rank, the others of size 1. */
  static Tensor along(Tensor vector, int axis, int rank) {
    long[] sizes = new long[rank];
    Arrays.fill(sizes, 1);
    sizes[axis] = vector.size(0);
    return vector.reshape(sizes);
  }
}
