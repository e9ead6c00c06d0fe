package dev.gradlet;

import java.util.Arrays;

/**
 * The methods of {@link Tensor} that sort, count and select elements. NaN counts as larger than every number, and equal
 * elements keep their order. Results whose shape depends on values are computed at the call.
 */
interface SortingMethods {

  private Tensor self() {
    return (Tensor) this;
  }

  /** The indices (INT32) that sort an axis in ascending order. */
  default Tensor argSort(int axis) {
    return argSort(axis, false);
  }

  /** The indices (INT32) that sort an axis. */
  default Tensor argSort(int axis, boolean descending) {
    Tensor x = self().withAxis(axis);
    return new ArgSort(x.shape().axis("argSort", axis), descending).of(x).reshaped(self().shape());
  }

  /** The elements of an axis in ascending order, and where they were. */
  default Tensor.Sorted sort(int axis) {
    return sort(axis, false);
  }

  /** The elements of an axis in order, and where they were. */
  default Tensor.Sorted sort(int axis, boolean descending) {
    Tensor x = self().withAxis(axis);
    int along = x.shape().axis("sort", axis);
    return at(x, new ArgSort(along, descending).of(x), along);
  }

  /** The elements at those indices; scalars again if this tensor is one, which x has as a vector. */
  private Tensor.Sorted at(Tensor x, Tensor indices, int axis) {
    Tensor places = x == self() ? indices : indices.squeeze(0);
    Tensor values = Gather.unchecked(x, axis, indices);
    return new Tensor.Sorted(values.reshaped(places.shape()), places);
  }

  /** The k largest elements of an axis, the largest first, and where they are. */
  default Tensor.Sorted topK(int k, int axis) {
    return topK(k, axis, true);
  }

  /** The k largest or smallest elements of an axis, the most extreme first, and where they are. */
  default Tensor.Sorted topK(int k, int axis, boolean largest) {
    Tensor x = self().withAxis(axis);
    int along = x.shape().axis("topK", axis);
    if (k < 0 || k > x.size(along)) {
      throw new IllegalArgumentException(
          "topK: k = " + k + " must be between 0 and the " + x.size(along) + " of axis " + axis + " of shape "
              + self().shape());
    }
    return at(x, new ArgSort(along, largest).of(x).narrow(along, 0, k), along);
  }

  /** The median of all elements, the lower one of two; NaN where one is NaN. */
  default Tensor median() {
    return self().flatten().median(0);
  }

  /** The medians along an axis, the lower one of two; NaN where one is NaN. */
  default Tensor median(int axis) {
    Tensor x = self().withAxis(axis);
    int along = x.shape().axis("median", axis);
    return ordered("median", x, along, (x.size(along) - 1) / 2);
  }

  /** The quantile q of all elements: the median for 0.5; between two of them by linear interpolation. */
  default Tensor quantile(double q) {
    return self().flatten().quantile(q, 0);
  }

  /**
   * The quantiles q along an axis: what lies at q (n − 1) in order, between two elements a and b by linear
   * interpolation, a + (b − a) · share. That is NaN from −∞ on, and between equal infinities, as in PyTorch.
   */
  default Tensor quantile(double q, int axis) {
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("quantile: q = " + q + " must be between 0 and 1");
    }
    Tensor x = self().withAxis(axis).to(self().dtype().floating());
    int along = x.shape().axis("quantile", axis);
    double place = q * (x.size(along) - 1);
    Tensor low = ordered("quantile", x, along, (int) place);
    return place == (int) place
        ? low
        : low.add(ordered("quantile", x, along, (int) place + 1).sub(low).mul(place - (int) place));
  }

  /** The element at a place of the order along an axis, NaN where there is one. */
  private static Tensor ordered(String operation, Tensor x, int axis, int place) {
    if (x.size(axis) == 0) {
      throw new IllegalArgumentException(operation + ": axis " + axis + " of shape " + x.shape() + " is empty");
    }
    Tensor values = x.sort(axis).values();
    Tensor largest = values.select(axis, -1);
    Tensor chosen = values.select(axis, place);
    return x.dtype().isFloating() ? Tensor.where(largest.isNaN(), largest, chosen) : chosen;
  }

  /** The different values of this tensor, their inverse and counts; each NaN is a value of its own. */
  default Tensor.Unique unique() {
    Tensor.Sorted sorted = self().detach().flatten().sort(0);
    double[] values = sorted.values().toDoubleArray();
    int[] places = sorted.indices().toIntArray();
    int[] firsts = new int[values.length];
    int[] inverse = new int[values.length];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (i == 0 || values[i] != values[i - 1]) {
        firsts[count++] = i;
      }
      inverse[places[i]] = count - 1;
    }
    int[] counts = new int[count];
    for (int i = 0; i < count; i++) {
      counts[i] = (i + 1 < count ? firsts[i + 1] : values.length) - firsts[i];
    }
    return new Tensor.Unique(
        sorted.values().indexSelect(0, Tensor.of(Arrays.copyOf(firsts, count))),
        Tensor.of(inverse).reshaped(self().shape()), Tensor.of(counts));
  }

  /** How often each of 0, 1, … up to the largest occurs in this vector of integers (INT32). */
  default Tensor bincount() {
    return bincount(0);
  }

  /**
   * How often each of 0, 1, … occurs in this vector of integers (INT32): as many counts as the largest needs, but at
   * least so many.
   */
  default Tensor bincount(int minLength) {
    Tensor x = self();
    int[] values = x.rank() == 1 && !x.dtype().isFloating() ? x.to(DType.INT32).toIntArray() : null;
    if (values == null || minLength < 0 || Arrays.stream(values).anyMatch(value -> value < 0)) {
      throw new IllegalArgumentException("bincount: shape " + x.shape() + ", dtype " + x.dtype() + " and minLength "
          + minLength + " must be a vector of integers that are not negative, like minLength");
    }
    int largest = Arrays.stream(values).max().orElse(-1);
    return Tensor.zeros(DType.INT32, Math.max(minLength, largest + 1L))
        .scatterAdd(0, Tensor.of(values), Tensor.ones(DType.INT32, values.length));
  }

  /** The indices of what differs from 0, in row-major order: [count, rank], INT32. */
  default Tensor nonzero() {
    int rank = self().rank();
    int[] sizes = self().shape().toArray();
    int[] chosen = chosen(self().ne(0));
    int[] indices = new int[chosen.length * rank];
    for (int i = 0; i < chosen.length; i++) {
      int at = chosen[i];
      for (int axis = rank - 1; axis >= 0; axis--) {
        indices[i * rank + axis] = at % sizes[axis];
        at /= sizes[axis];
      }
    }
    return Tensor.of(indices).reshape(chosen.length, rank);
  }

  /** The places of true, row-major. */
  private static int[] chosen(Tensor mask) {
    boolean[] values = mask.toBooleanArray();
    int[] chosen = new int[values.length];
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i]) {
        chosen[count++] = i;
      }
    }
    return Arrays.copyOf(chosen, count);
  }

  /** The elements at which a mask is true, in row-major order: [count]. The mask broadcasts with this tensor. */
  default Tensor maskedSelect(Tensor mask) {
    Select.mask("maskedSelect", mask);
    Shape shape = Operands.shape("maskedSelect", self().shape(), mask.shape());
    return self().expandTo(shape).reshaped(Shape.of(shape.elements()))
        .indexSelect(0, Tensor.of(chosen(mask.expandTo(shape))));
  }
}
