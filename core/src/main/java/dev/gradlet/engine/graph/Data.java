package dev.gradlet.engine.graph;

import dev.gradlet.DType;
import dev.gradlet.Shape;
import dev.gradlet.kernel.Strided;
import java.util.function.Supplier;

/** The elements of an evaluated tensor: an array that is never written again, and where in it they lie. */
public final class Data {
  public final DType dtype;
  public final Object array;
  public final View view;
  private volatile Data rowMajor;
  private volatile Packed packed;

  /** A copy laid out anew, as a loop reads it; the last one is remembered, as a training set is read in every step. */
  private record Packed(Object layout, Object[] tiles) {}

  public Data(DType dtype, Object array, View view) {
    this.dtype = dtype;
    this.array = array;
    this.view = view;
  }

  /** Zeros, stored once. */
  public static Data zero(DType dtype, Shape shape) {
    return new Data(dtype, Storage.zeros(dtype, 1), View.repeated(shape));
  }

  /** A new zero-filled row-major array. */
  public static Data zeros(String operation, DType dtype, Shape shape) {
    return new Data(dtype, Storage.zeros(operation, dtype, shape), View.rowMajor(shape));
  }

  public Shape shape() {
    return view.shape();
  }

  /** The same elements, row-major from offset 0; a copy is made at most once. */
  public Data rowMajor() {
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
  public Data unrepeated() {
    View once = view;
    for (int axis = 0; axis < view.strides().length; axis++) {
      once = view.strides()[axis] == 0 && shape().size(axis) > 1 ? once.slice(axis, 0, 1, 1) : once;
    }
    return once == view ? this : new Data(dtype, array, once);
  }

  /** Writes the elements to where a view of the same shape has them in another array. */
  public void copyTo(Object to, View place) {
    Strided.copy(shape().toArray(), array, view.offset(), view.strides(), to, place.offset(), place.strides());
  }

  /** The elements in tiles of that layout, made if it is not the last one that was asked for. */
  public Object[] packed(Object layout, Supplier<Object[]> tiles) {
    Packed known = packed;
    if (known == null || !known.layout.equals(layout)) {
      known = new Packed(layout, tiles.get());
      packed = known;
    }
    return known.tiles;
  }

  /** The elements under another view. */
  public Data moved(ViewMap map) {
    View moved = map.apply(view);
    return moved != null ? new Data(dtype, array, moved) : rowMajor().moved(map);
  }

  /** Element i of the row-major order. Reading many is what {@link #rowMajor()} is for. */
  public double at(long i) {
    int index = view.offset();
    long rest = i;
    for (int axis = view.strides().length - 1; axis >= 0; axis--) {
      int size = shape().size(axis);
      index += (int) (rest % size) * view.strides()[axis];
      rest /= size;
    }
    return Storage.read(dtype, array, index);
  }
}
