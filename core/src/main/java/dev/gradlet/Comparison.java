package dev.gradlet;

import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Loops.DoubleCompare;
import dev.gradlet.kernel.Loops.FloatCompare;
import dev.gradlet.kernel.Loops.IntCompare;
import java.util.Locale;

/**
 * Elementwise comparisons of two operands of one shape and dtype; the result is a mask. NaN differs from everything.
 */
enum Comparison implements Op.Elementwise {
  EQ(
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] == b[i]; },
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] == b[i]; },
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] == b[i]; }),
  NE(
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] != b[i]; },
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] != b[i]; },
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] != b[i]; }),
  LT(
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] < b[i]; },
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] < b[i]; },
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] < b[i]; }),
  LE(
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] <= b[i]; },
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] <= b[i]; },
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] <= b[i]; }),
  GT(
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] > b[i]; },
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] > b[i]; },
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] > b[i]; }),
  GE(
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] >= b[i]; },
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] >= b[i]; },
      (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] >= b[i]; });

  final FloatCompare onFloats;
  /** The loops that the chosen kernels have. */
  private final FloatCompare floats;

  private final IntCompare ints;
  final DoubleCompare onDoubles;
  final IntCompare onInts;

  private final String label = name().toLowerCase(Locale.ROOT);

  Comparison(FloatCompare onFloats, DoubleCompare onDoubles, IntCompare onInts) {
    this.onFloats = onFloats;
    this.floats = Kernels.chosen().compare(name(), onFloats);
    this.ints = Kernels.chosen().intCompare(name(), onInts);
    this.onDoubles = onDoubles;
    this.onInts = onInts;
  }

  FloatCompare floats() {
    return Kernels.areWarm() ? floats : onFloats;
  }

  IntCompare ints() {
    return Kernels.areWarm() ? ints : onInts;
  }

  /** The comparison of two tensors that broadcast, in the type to which their types promote. */
  Tensor of(Tensor a, Tensor b) {
    Shape shape = Shape.broadcast(label(), a.shape(), Tensor.required(label(), "operand", b).shape());
    DType common = DType.promote(DType.promote(a, b), DType.INT32);
    return new Tensor(this, shape, DType.BOOL, a.to(common).expandTo(shape), b.to(common).expandTo(shape));
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public int cost() {
    return 4;
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return null;
  }
}
