package dev.gradlet;

import dev.gradlet.kernel.Strided;

/** The elements of an evaluated tensor: an array that is never written again, and where in it they lie. */
final class Data {
  final DType dtype;
  final Object array;
  final View view;
  private volatile Data rowMajor;
  private volatile Packed packed;

  /** A copy in tiles, as a loop reads it; the last one is remembered, since a training set is read in every step. */
  private record Packed(LoopPlan.Packing packing, Object[] tiles) {}

  Data(DType dtype, Object array, View view) {
    this.dtype = dtype;
    this.array = array;
    this.view = view;
  }

  /** Zeros, stored once. */
  static Data zero(DType dtype, Shape shape) {
    return new Data(dtype, dtype.newArray(1), shape.repeated());
  }

  /** A new zero-filled row-major array. */
  static Data zeros(String operation, DType dtype, Shape shape) {
    return new Data(dtype, dtype.newArray(operation, shape), View.rowMajor(shape));
  }

  Shape shape() {
    return view.shape();
  }

  /** The same elements, row-major from offset 0; a copy is made at most once. */
  Data rowMajor() {
    if (view.isRowMajor()) {
      return this;
    }
    Data packed = rowMajor;
    if (packed == null) {
      packed = zeros("copy", dtype, shape());
      copyTo(packed.array, packed.view);
      rowMajor = packed;
    }
    return packed;
  }

  /** The same elements without repetitions: of axes along which they repeat, the first place. */
  Data unrepeated() {
    View once = view;
    for (int axis = 0; axis < view.strides().length; axis++) {
      once = view.strides()[axis] == 0 && shape().size(axis) > 1 ? once.slice(axis, 0, 1, 1) : once;
    }
    return once == view ? this : new Data(dtype, array, once);
  }

  /** Writes the elements to where a view of the same shape has them in another array. */
  void copyTo(Object to, View place) {
    Strided.copy(shape().toArray(), array, view.offset(), view.strides(), to, place.offset(), place.strides());
  }

  /** The elements in tiles along their lanes. */
  Object[] packed(LoopPlan.Packing packing) {
    Packed known = packed;
    if (known == null || !known.packing.equals(packing)) {
      known = new Packed(packing, Packer.tiles(this, packing));
      packed = known;
    }
    return known.tiles;
  }

  /** The elements under a movement of their view. */
  Data moved(Movement movement) {
    View moved = movement.apply(view);
    return moved != null ? new Data(dtype, array, moved) : rowMajor().moved(movement);
  }

  /** Element i of the row-major order. Reading many is what {@link #rowMajor()} is for. */
  double at(long i) {
    int index = view.offset();
    long rest = i;
    for (int axis = view.strides().length - 1; axis >= 0; axis--) {
      int size = shape().size(axis);
      index += (int) (rest % size) * view.strides()[axis];
      rest /= size;
    }
    return dtype.read(array, index);
  }
}
