package dev.gradlet.engine.graph;

import dev.gradlet.DType;
import dev.gradlet.Shape;
import dev.gradlet.kernel.Strided;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The elements of an evaluated tensor: an array that is never written again, and where in it they lie. */
public class Data {
  public final DType dtype;
  public final Object array;
  public final View view;
  /** The data that came with the array: these, or those of which they are another view. */
  private final Data owner;
  /** How many nodes have elements of the array; null where nobody asks. Of an owner. */
  private final AtomicInteger nodes;
  /** What a node with these elements holds, see {@link Pending}. */
  final int held;
  private volatile Data contiguous;
  /** Of an owner. */
  private volatile Packed packed;

  /** A copy laid out anew, as a loop reads it; the last one is remembered, as a training set is read in every step. */
  private record Packed(int offset, Object layout, Object[] tiles) {}

  /** A number of an expression, as it was given: two that were not equal do not become so by rounding. */
  private static final class Number extends Data {
    private final double value;
    private final int hash;

    Number(double value, DType dtype, Shape shape) {
      super(dtype, Storage.zeros(dtype, 1), View.repeated(shape), null, null, 0);
      this.value = value;
      this.hash = hash(value, shape);
      Storage.fill(dtype, array, 0, 1, value);
    }

    private Number(Number from, View moved) {
      super(from.dtype, from.array, moved, from, null, 0);
      this.value = from.value;
      this.hash = hash(value, shape());
    }

    private static int hash(double value, Shape shape) {
      return 31 * Double.hashCode(value) + shape.hashCode();
    }

    @Override
    boolean isNumber() {
      return true;
    }

    @Override
    public boolean isNumber(double number, DType ofDtype, Shape shape) {
      return Double.compare(value, number) == 0 && dtype == ofDtype && shape().equals(shape);
    }

    @Override
    Data under(View moved) {
      return new Number(this, moved);
    }

    @Override
    public boolean equals(Object other) {
      return this == other || (other instanceof Number number && isNumber(number.value, number.dtype, number.shape()));
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** A view of an array; arrays are equal only to themselves. */
  private record Region(Object array, View view) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Region region && array == region.array && view.equals(region.view);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(array) + view.offset();
    }
  }

  public Data(DType dtype, Object array, View view) {
    this(dtype, array, view, null, null, Pending.of(view));
  }

  private Data(DType dtype, Object array, View view, Data from, AtomicInteger nodes, int held) {
    this.dtype = dtype;
    this.array = array;
    this.view = view;
    this.owner = from == null ? this : from.owner;
    this.nodes = nodes;
    this.held = held;
  }

  /** A number of an expression, repeated in the given shape; equal to another such number. */
  public static Data number(double value, DType dtype, Shape shape) {
    return new Number(value, dtype, shape);
  }

  boolean isNumber() {
    return false;
  }

  /** Whether these are that number of an expression. */
  public boolean isNumber(double value, DType ofDtype, Shape shape) {
    return false;
  }

  /** Equal for the same elements of an array. */
  Object content() {
    return new Region(array, view);
  }

  /** Elements of an array that nothing else can reach, which counts the nodes that have it. */
  public static Data counted(DType dtype, Object array, View view) {
    return new Data(dtype, array, view, null, new AtomicInteger(), Pending.of(view));
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

  /**
   * The same elements, row-major from index 0 of an array, which may be longer; a copy is made at most once. What is
   * {@code contiguous} in PyTorch.
   */
  public Data contiguous() {
    if (view.isRowMajor()) {
      return this;
    }
    Data copy = contiguous;
    if (copy == null) {
      copy = zeros("copy", dtype, shape());
      copyTo(copy.array, copy.view);
      contiguous = copy;
    }
    return copy;
  }

  /** The same elements without repetitions: of axes along which they repeat, the first place. */
  public Data unrepeated() {
    View once = view;
    for (int axis = 0; axis < view.strides().length; axis++) {
      once = view.strides()[axis] == 0 && shape().size(axis) > 1 ? once.slice(axis, 0, 1, 1) : once;
    }
    return once == view ? this : new Data(dtype, array, once, this, null, Pending.of(once));
  }

  /** Writes the elements to where a view of the same shape has them in another array. */
  public void copyTo(Object to, View place) {
    Strided.copy(shape().toArray(), array, view.offset(), view.strides(), to, place.offset(), place.strides());
  }

  /** The elements in tiles of that layout, made if it is not the last one that was asked for. */
  public Object[] packed(Object layout, Supplier<Object[]> tiles) {
    Packed known = owner.packed;
    if (known == null || known.offset != view.offset() || !known.layout.equals(layout)) {
      known = new Packed(view.offset(), layout, tiles.get());
      owner.packed = known;
    }
    return known.tiles;
  }

  /** The elements under another view. */
  public Data moved(ViewMap map) {
    Data moved = movedInPlace(map);
    return moved != null ? moved : contiguous().moved(map);
  }

  /** The same without a copy; null where no strides express it. */
  public Data movedInPlace(ViewMap map) {
    View moved = map.apply(view);
    return moved == null ? null : under(moved);
  }

  Data under(View moved) {
    return new Data(dtype, array, moved, this, null, Pending.of(moved));
  }

  /** Whether nodes that have the array are counted, so that it can be used again after the last one. */
  public boolean isCounted() {
    return owner.nodes != null;
  }

  /** One more node, or something else, has these elements. False if they were given up meanwhile. */
  public boolean retain() {
    AtomicInteger nodes = owner.nodes;
    return nodes == null || nodes.getAndUpdate(n -> n < 0 ? n : n + 1) >= 0;
  }

  /** A node gives these elements up. Whether it was the last one that had their array. */
  boolean release() {
    AtomicInteger nodes = owner.nodes;
    return nodes != null && nodes.decrementAndGet() == 0 && nodes.compareAndSet(0, Integer.MIN_VALUE);
  }

  /** Element i of the row-major order. Reading many is what {@link #contiguous()} is for. */
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
