package dev.gradlet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The methods of {@link Tensor} that move elements or choose among them. The views among them never copy. */
interface ShapeMethods {

  private Tensor self() {
    return (Tensor) this;
  }

  /** The same elements in row-major order under other sizes, one of which may be −1: it follows from the others. */
  default Tensor reshape(long... sizes) {
    Shape shape = self().shape();
    long[] target = Checks.required("reshape", "array of sizes", sizes).clone();
    int inferred = -1;
    long known = Arrays.stream(sizes).anyMatch(size -> size == 0) ? 0 : 1;
    for (int i = 0; i < target.length; i++) {
      if (target[i] == -1 && inferred < 0) {
        inferred = i;
      } else if (target[i] < 0) {
        throw new IllegalArgumentException(
            "reshape: sizes " + Arrays.toString(sizes) + " must not be negative, but for one -1");
      } else if (target[i] > 0 && known > Long.MAX_VALUE / target[i]) {
        throw new IllegalArgumentException(
            "reshape: sizes " + Arrays.toString(sizes) + " have more than 2^63-1 elements");
      } else {
        known *= target[i];
      }
    }
    if (inferred >= 0) {
      if (known == 0 || shape.elements() % known != 0) {
        throw new IllegalArgumentException(
            "reshape: the -1 in " + Arrays.toString(sizes) + " cannot be inferred from the " + shape.elements()
                + " elements of " + shape);
      }
      target[inferred] = shape.elements() / known;
    } else if (known != shape.elements()) {
      throw new IllegalArgumentException(
          "reshape: " + shape + " has " + shape.elements() + " elements, " + Arrays.toString(sizes) + " has " + known);
    }
    return self().reshaped(Shape.of(target));
  }

  /** One axis with all elements, row-major. */
  default Tensor flatten() {
    return reshape(self().elements());
  }

  /** Axes {@code first} to {@code last}, both included, as one. */
  default Tensor flatten(int first, int last) {
    Shape shape = self().shape();
    int from = shape.axis("flatten", first);
    int to = shape.axis("flatten", last);
    if (from > to) {
      throw new IllegalArgumentException("flatten: axis " + first + " of shape " + shape + " comes after axis " + last);
    }
    int[] given = shape.toArray();
    long[] sizes = new long[shape.rank() - (to - from)];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = given[i <= from ? i : i + to - from];
    }
    sizes[from] = Shape.ofInts(Arrays.copyOfRange(given, from, to + 1)).elements();
    return self().reshaped(Shape.of(sizes));
  }

  /** Axis i of the result is axis {@code axes[i]}. */
  default Tensor permute(int... axes) {
    Shape shape = self().shape();
    if (Checks.required("permute", "array of axes", axes).length != shape.rank()) {
      throw new IllegalArgumentException(
          "permute: axes " + Arrays.toString(axes) + " must name each of the " + shape.rank() + " axes of " + shape
              + " once");
    }
    if (axes.length > 0) {
      shape.axes("permute", axes);
    }
    Integer[] order = new Integer[axes.length];
    int[] sizes = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      order[i] = shape.axis("permute", axes[i]);
      sizes[i] = shape.size(axes[i]);
    }
    return new Movement.Permute(List.of(order)).of(self(), Shape.ofInts(sizes));
  }

  /** The last two axes exchanged. */
  default Tensor transpose() {
    if (self().rank() < 2) {
      throw new IllegalArgumentException("transpose: shape " + self().shape() + " must have two axes or more");
    }
    return transpose(-2, -1);
  }

  /** Two axes exchanged. */
  default Tensor transpose(int a, int b) {
    Shape shape = self().shape();
    int first = shape.axis("transpose", a);
    int second = shape.axis("transpose", b);
    int[] axes = new int[shape.rank()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i == first ? second : i == second ? first : i;
    }
    return permute(axes);
  }

  /** A new axis of size 1 before the given one; −1 puts it last. */
  default Tensor unsqueeze(int axis) {
    int at = self().shape().newAxis("unsqueeze", axis);
    int[] sizes = new int[self().rank() + 1];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = i == at ? 1 : self().size(i < at ? i : i - 1);
    }
    return self().reshaped(Shape.ofInts(sizes));
  }

  /** Without the axes of size 1. */
  default Tensor squeeze() {
    boolean[] ones = new boolean[self().rank()];
    for (int i = 0; i < ones.length; i++) {
      ones[i] = self().size(i) == 1;
    }
    return self().reshaped(self().shape().without(ones));
  }

  /** Without the given axis if its size is 1; otherwise unchanged. */
  default Tensor squeeze(int axis) {
    int at = self().withAxis(axis).shape().axis("squeeze", axis);
    return self().rank() > 0 && self().size(at) == 1
        ? self().reshaped(self().shape().without(self().shape().axes("squeeze", at)))
        : self();
  }

  /** Repeats axes of size 1, and new leading ones, to the given sizes; −1 keeps a size. Nothing is copied. */
  default Tensor expand(long... sizes) {
    Shape shape = self().shape();
    long[] target = Checks.required("expand", "array of sizes", sizes).clone();
    int added = target.length - shape.rank();
    boolean fits = added >= 0;
    for (int i = 0; fits && i < target.length; i++) {
      if (i < added) {
        fits = target[i] >= 0;
      } else {
        int size = shape.size(i - added);
        target[i] = target[i] == -1 ? size : target[i];
        fits = size == target[i] || size == 1;
      }
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "expand: shape " + shape + " does not expand to " + Arrays.toString(sizes)
              + "; aligned at the last axis, sizes must be equal, 1 in the tensor, or -1 to keep");
    }
    return self().expandTo(Shape.of(target));
  }

  /** The whole tensor repeated along each axis, as often as given; more numbers than axes add leading axes. */
  default Tensor repeat(long... times) {
    Shape shape = self().shape();
    Checks.required("repeat", "array of times", times);
    if (times.length < shape.rank() || Arrays.stream(times).anyMatch(t -> t < 0)) {
      throw new IllegalArgumentException(
          "repeat: times " + Arrays.toString(times) + " of shape " + shape
              + " must not be negative, and as many as there are axes or more");
    }
    int[] sizes = shape.padded(times.length).toArray();
    long[] split = new long[2 * sizes.length];
    long[] repeated = new long[2 * sizes.length];
    long[] merged = new long[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      if (times[i] > Integer.MAX_VALUE / Math.max(1, sizes[i])) {
        throw new IllegalArgumentException(
            "repeat: times " + Arrays.toString(times) + " of shape " + shape + " make an axis larger than 2^31-1");
      }
      split[2 * i] = 1;
      split[2 * i + 1] = sizes[i];
      repeated[2 * i] = times[i];
      repeated[2 * i + 1] = sizes[i];
      merged[i] = times[i] * sizes[i];
    }
    return self().reshape(split).expand(repeated).reshape(merged);
  }

  /** Elements {@code start} to {@code start + length} (not included) of an axis. */
  default Tensor narrow(int axis, int start, int length) {
    int at = self().shape().axis("narrow", axis);
    int size = self().size(at);
    if (start < 0 || length < 0 || start > size - length) {
      throw new IllegalArgumentException(
          "narrow: start " + start + " and length " + length + " exceed axis " + axis + " of shape " + self().shape());
    }
    return self().sliced(at, start, 1, length);
  }

  /** One element of an axis, which is dropped; −1 is the last. */
  default Tensor select(int axis, int index) {
    int at = self().shape().axis("select", axis);
    int size = self().size(at);
    if (index < -size || index >= size) {
      throw new IllegalArgumentException(
          "select: index " + index + " of axis " + axis + " of shape " + self().shape() + " must be between " + -size
              + " and " + (size - 1));
    }
    Tensor one = self().sliced(at, index < 0 ? index + size : index, 1, 1);
    return one.reshaped(one.shape().without(one.shape().axes("select", at)));
  }

  /** Adds {@code before} and {@code after} zeros at the ends of an axis. */
  default Tensor pad(int axis, int before, int after) {
    return pad(axis, before, after, 0);
  }

  /**
   * Adds a value at the ends of an axis, {@code before} and {@code after} times.
   *
   * @throws IllegalArgumentException if there is no such axis, a number is negative, or x holds integers and the
   *     value is not one
   */
  default Tensor pad(int axis, int before, int after, double value) {
    int at = self().shape().axis("pad", axis);
    if (before < 0 || after < 0) {
      throw new IllegalArgumentException(
          "pad: " + before + " before and " + after + " after axis " + axis + " must not be negative");
    }
    Tensor first = Tensor.like("pad", self(), value, self().shape().with(at, before));
    Tensor last = Tensor.like("pad", self(), value, self().shape().with(at, after));
    return before == 0 && after == 0 ? self() : Tensor.concat(at, first, self(), last);
  }

  /** The given axes back to front; all axes if none are given. */
  default Tensor flip(int... axes) {
    boolean[] chosen = self().shape().axes("flip", axes);
    Tensor x = self();
    for (int axis = 0; axis < chosen.length; axis++) {
      int last = x.size(axis) - 1;
      x = chosen[axis] ? x.indexSelect(axis, Tensor.arange(last + 1).rsub((long) last)) : x;
    }
    return x;
  }

  /** The elements of an axis moved by {@code shift} places; those that leave one end enter at the other. */
  default Tensor roll(int shift, int axis) {
    int at = self().shape().axis("roll", axis);
    int n = self().size(at);
    int first = n == 0 ? 0 : Math.floorMod(-(long) shift, n);
    if (first == 0) {
      return self();
    }
    // Looked up rather than sliced, one plan serves all shifts.
    return indexSelect(at, CreationMethods.computed("roll", DType.INT32, Shape.of(n), i -> ((long) i + first) % n));
  }

  /**
   * Windows of {@code size} neighbours of an axis, one every {@code step}: the axis counts them, a new last axis runs
   * within them. [n] → [(n − size) / step + 1, size]
   */
  default Tensor unfold(int axis, int size, int step) {
    Shape shape = self().shape();
    int at = shape.axis("unfold", axis);
    if (size < 1 || size > shape.size(at) || step < 1) {
      throw new IllegalArgumentException("unfold: size " + size + " must be between 1 and the " + shape.size(at)
          + " of axis " + axis + " of shape " + shape + ", step " + step + " at least 1");
    }
    int[] sizes = Arrays.copyOf(shape.toArray(), shape.rank() + 1);
    sizes[at] = (shape.size(at) - size) / step + 1;
    sizes[shape.rank()] = size;
    return new Movement.Unfold(at, size, step, shape.rank()).of(self(), Shape.ofInts(sizes));
  }

  /** Pieces of the given size along an axis; the last one may be smaller. An empty axis is one piece. */
  default List<Tensor> split(int axis, int size) {
    int at = self().shape().axis("split", axis);
    if (size <= 0) {
      throw new IllegalArgumentException("split: size " + size + " must be positive");
    }
    int left = self().size(at);
    // A view takes 100 bytes at least.
    if (left / size * 100L > Runtime.getRuntime().maxMemory()) {
      throw new IllegalArgumentException(
          "split: size " + size + " makes more parts of axis " + axis + " of shape " + self().shape()
              + " than Java has memory for; allow more with -Xmx");
    }
    List<Tensor> parts = new ArrayList<>();
    do {
      int count = Math.min(size, left);
      parts.add(self().sliced(at, self().size(at) - left, 1, count));
      left -= count;
    } while (left > 0);
    return List.copyOf(parts);
  }

  /** PyTorch's and NumPy's brackets: {@code z.index(all(), newAxis())} is {@code z[:, None]}. */
  default Tensor index(Index... indices) {
    return Index.apply(self(), Checks.required("index", "array of entries", indices));
  }

  /** y[…, i, …] = x[…, index[…, i, …], …] along an axis. The index is INT32 of x's rank, no larger elsewhere. */
  default Tensor gather(int axis, Tensor index) {
    return Gather.of(self(), axis, Checks.required("gather", "index", index));
  }

  /** The elements of an axis that a vector of indices names, in its order. */
  default Tensor indexSelect(int axis, Tensor index) {
    int at = self().shape().axis("indexSelect", axis);
    if (Checks.required("indexSelect", "index", index).rank() != 1) {
      throw new IllegalArgumentException("indexSelect: index " + index.shape() + " must be a vector");
    }
    Index.check("indexSelect", index, self().size(at));
    return new Tensor(
        new Gather(at), self().shape().with(at, index.size(0)), self().dtype(), self(),
        index.along(at, self().rank()).expandTo(self().shape().with(at, index.size(0))));
  }

  /**
   * This tensor with source[…, i, …] added at […, index[…, i, …], …], in row-major order of the source; masks as INT32.
   */
  default Tensor scatterAdd(int axis, Tensor index, Tensor source) {
    return ScatterAdd.of(
        self(), axis, Checks.required("scatterAdd", "index", index), Checks.required("scatterAdd", "source", source));
  }

  /** A new last axis of the given size with 1 at the index that this INT32 tensor holds, 0 elsewhere; FLOAT32. */
  default Tensor oneHot(int classes) {
    return oneHot(classes, DType.FLOAT32);
  }

  /** A new last axis of the given size with 1 at the index that this INT32 tensor holds, 0 elsewhere. */
  default Tensor oneHot(int classes, DType dtype) {
    if (classes <= 0) {
      throw new IllegalArgumentException("oneHot: classes " + classes + " must be positive");
    }
    Checks.required("oneHot", "dtype", dtype);
    Index.check("oneHot", self(), classes);
    return self().unsqueeze(-1).eq(Tensor.indices("oneHot", classes)).to(dtype);
  }
}
