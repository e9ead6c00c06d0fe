package dev.gradlet;

import dev.gradlet.kernel.FloatFunctions;
import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Loops.DoubleBinary;
import dev.gradlet.kernel.Loops.FloatBinary;
import dev.gradlet.kernel.Loops.IntBinary;
import dev.gradlet.kernel.NumberLoops.DoubleNumber;
import dev.gradlet.kernel.NumberLoops.FloatNumber;
import dev.gradlet.kernel.NumberLoops;
import dev.gradlet.kernel.RowNumberLoops;
import dev.gradlet.kernel.RowNumberLoops.FloatRowNumber;
import dev.gradlet.kernel.Windows;
import java.util.Locale;

/**
 * Elementwise functions of two operands of one shape and dtype, a row each: y = f(a, b), its loops, da and db from g.
 */
enum Binary implements Op.Elementwise {
  /** y = a + b;  da = g, db = g. */
  ADD(Domain.REAL, 1,
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] + b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] + b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] + b[i]; },
      (g, a, b, y) -> g,
      (g, a, b, y) -> g),

  /** y = a − b;  da = g, db = −g. */
  SUB(Domain.REAL, 1,
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] - b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] - b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] - b[i]; },
      (g, a, b, y) -> g,
      (g, a, b, y) -> g.neg()),

  /** y = a b;  da = g b, db = g a. */
  MUL(Domain.REAL, 1,
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] * b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] * b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] * b[i]; },
      (g, a, b, y) -> g.mul(b),
      (g, a, b, y) -> g.mul(a)),

  /** y = a / b;  da = g / b, db = −g y / b. */
  DIV(Domain.NONZERO, 2,
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] / b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] / b[i]; },
      null,
      (g, a, b, y) -> g.div(b),
      (g, a, b, y) -> g.mul(y).div(b).neg()),

  /** y = aᵇ;  da = g b aᵇ⁻¹ (0 where b = 0), db = g y ln a (0 where a = 0 and b ≥ 0). */
  POW(Domain.POSITIVE, 64,
      FloatFunctions::pow,
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = StrictMath.pow(a[i], b[i]); },
      null,
      (g, a, b, y) -> Tensor.where(b.eq(0), 0, g.mul(b).mul(a.pow(b.sub(1)))),
      (g, a, b, y) -> Tensor.where(a.eq(0).and(b.ge(0)), 0, g.mul(y).mul(a.log()))),

  /** y = max(a, b), NaN wins;  g goes to the larger one, half of it to each of two equal ones. */
  MAXIMUM(Domain.REAL, 1,
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(a[i], b[i]); },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(a[i], b[i]); },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(a[i], b[i]); },
      (g, a, b, y) -> share(g, a.lt(b), a.eq(b)),
      (g, a, b, y) -> share(g, b.lt(a), a.eq(b))),

  /** y = min(a, b), NaN wins;  g goes to the smaller one, half of it to each of two equal ones. */
  MINIMUM(Domain.REAL, 1,
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.min(a[i], b[i]); },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.min(a[i], b[i]); },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.min(a[i], b[i]); },
      (g, a, b, y) -> share(g, a.gt(b), a.eq(b)),
      (g, a, b, y) -> share(g, b.gt(a), a.eq(b)));

  /** da (or db) from the cotangent g of y, the operands and the output. */
  @FunctionalInterface
  private interface Vjp {
    Tensor of(Tensor g, Tensor a, Tensor b, Tensor y);
  }

  final Domain domain;
  private final int cost;
  final FloatBinary onFloats;
  /** As all loops on windows null where the chosen kernels have none. */
  private final Windows.Binary onWindows;

  /** The loops with one number for all lanes, on the right and on the left; null where there are none. */
  private final FloatNumber floatsRight;

  private final FloatNumber floatsLeft;
  private final Windows.Number onWindowsRight;
  private final Windows.Number onWindowsLeft;
  /** The loops with a number for each row of a tile; null where there are none. */
  private final FloatRowNumber onRowsRight;

  private final FloatRowNumber onRowsLeft;
  private final FloatRowNumber rowsRight;
  private final FloatRowNumber rowsLeft;
  final DoubleNumber doublesRight;
  final DoubleNumber doublesLeft;
  final DoubleBinary onDoubles;
  /** Null where integers are first converted to floats. */
  final IntBinary onInts;
  private final Vjp left;
  private final Vjp right;

  private final String label = name().toLowerCase(Locale.ROOT);

  Binary(
      Domain domain, int cost, FloatBinary onFloats, DoubleBinary onDoubles, IntBinary onInts, Vjp left, Vjp right) {
    this.domain = domain;
    this.cost = cost;
    this.onFloats = onFloats;
    this.onWindows = Kernels.chosen().binary(name());
    this.floatsRight = NumberLoops.floats(name(), false);
    this.floatsLeft = NumberLoops.floats(name(), true);
    this.onWindowsRight = Kernels.chosen().number(name(), false);
    this.onWindowsLeft = Kernels.chosen().number(name(), true);
    this.onRowsRight = RowNumberLoops.floats(name(), false);
    this.onRowsLeft = RowNumberLoops.floats(name(), true);
    this.rowsRight = Kernels.chosen().rowNumber(name(), false, onRowsRight);
    this.rowsLeft = Kernels.chosen().rowNumber(name(), true, onRowsLeft);
    this.doublesRight = NumberLoops.doubles(name(), false);
    this.doublesLeft = NumberLoops.doubles(name(), true);
    this.onDoubles = onDoubles;
    this.onInts = onInts;
    this.left = left;
    this.right = right;
  }

  /** Whether there are loops with one number for all lanes. */
  boolean takesNumber() {
    return floatsRight != null;
  }

  /** The loop with one number for all lanes, on the left or on the right. */
  FloatNumber floats(boolean left) {
    return left ? floatsLeft : floatsRight;
  }

  /** The loop on windows, or null where that on tiles computes. */
  Windows.Binary onWindows() {
    return Kernels.areWarm() ? onWindows : null;
  }

  /** The loop on windows with one number, or null where that on tiles computes. */
  Windows.Number onWindows(boolean left) {
    return Kernels.areWarm() ? (left ? onWindowsLeft : onWindowsRight) : null;
  }

  /** Whether there is a loop with a number for each row on that side. */
  boolean takesRowNumber(boolean left) {
    return (left ? onRowsLeft : onRowsRight) != null;
  }

  /** The loop with a number for each row, on the left or on the right. */
  FloatRowNumber rows(boolean left) {
    return Kernels.areWarm() ? (left ? rowsLeft : rowsRight) : left ? onRowsLeft : onRowsRight;
  }

  private static Tensor share(Tensor g, Tensor loses, Tensor equal) {
    return Tensor.where(loses, 0, Tensor.where(equal, g.mul(0.5), g));
  }

  /** The operation on two tensors that broadcast, in the type to which their types promote. */
  Tensor of(Tensor a, Tensor b) {
    Shape shape = Shape.broadcast(label(), a.shape(), Tensor.required(label(), "operand", b).shape());
    DType common = DType.promote(a, b);
    DType dtype = onInts != null && common != DType.BOOL ? common : onInts != null ? DType.INT32 : common.floating();
    return new Tensor(this, shape, dtype, a.to(dtype).expandTo(shape), b.to(dtype).expandTo(shape));
  }

  /** The loop on tiles. */
  void apply(DType dtype, Object a, Object b, Object y, int n) {
    switch (dtype) {
      case FLOAT32 -> onFloats.apply((float[]) a, (float[]) b, (float[]) y, n);
      case FLOAT64 -> onDoubles.apply((double[]) a, (double[]) b, (double[]) y, n);
      default -> onInts.apply((int[]) a, (int[]) b, (int[]) y, n);
    }
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public int cost() {
    return cost;
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return (i == 0 ? left : right).of(g, x[0], x[1], y);
  }
}
