package dev.gradlet;

import dev.gradlet.engine.graph.Storage;

/**
 * The reducing methods of {@link Tensor}. No axes means all of them; a reduced axis is dropped unless {@code keepDims}
 * keeps it with size 1.
 */
interface ReductionMethods {

  private Tensor self() {
    return (Tensor) this;
  }

  private Tensor floating() {
    return self().to(self().dtype().floating());
  }

  private Tensor reduce(Reduction.Kind kind, String operation, boolean keepDims, int... axes) {
    boolean[] chosen = self().shape().axes(operation, axes);
    return finish(Reduction.of(kind, self(), chosen), chosen, keepDims);
  }

  private static Tensor finish(Tensor reduced, boolean[] chosen, boolean keepDims) {
    return keepDims ? reduced : reduced.reshaped(reduced.shape().without(chosen));
  }

  /**
   * The matrix product over the last two axes, (…, m, k) × (…, k, n) → (…, m, n). Leading axes broadcast; a vector
   * counts as a row on the left and as a column on the right.
   */
  default Tensor matmul(Tensor b) {
    return MatMul.of(self(), Checks.required("matmul", "operand", b));
  }

  /**
   * Σ x over all axes, or the given ones; of masks and integers as INT32, modulo 2³².
   *
   * @throws IllegalArgumentException if a sum runs over more elements of a mask than INT32 can count
   */
  default Tensor sum(int... axes) {
    return sum(false, axes);
  }

  /** Σ x over the given axes. */
  default Tensor sum(boolean keepDims, int... axes) {
    return reduce(Reduction.Kind.SUM, "sum", keepDims, axes);
  }

  /** y_i = x_0 + … + x_i along an axis; of masks and integers as INT32. */
  default Tensor cumSum(int axis) {
    Tensor x = self().withAxis(axis);
    int along = x.shape().axis("cumSum", axis);
    return new CumSum(along, false).of(x.to(DType.promote(x.dtype(), DType.INT32))).reshaped(self().shape());
  }

  /** Σ x over all axes, or the given ones, leaving out NaN. */
  default Tensor nanSum(int... axes) {
    return self().maskedFill(self().isNaN(), 0).sum(axes);
  }

  /** Σ x / n over all axes, or the given ones, leaving out NaN; NaN where nothing else is left. */
  default Tensor nanMean(int... axes) {
    return self().nanSum(axes).div(self().isNaN().not().to(self().dtype().floating()).sum(axes));
  }

  /** Π x over all axes, or the given ones; of masks and integers as INT32. */
  default Tensor prod(int... axes) {
    return prod(false, axes);
  }

  /** Π x over the given axes, by a tree of products, whose gradient needs no division and so is right at zeros too. */
  default Tensor prod(boolean keepDims, int... axes) {
    Tensor x = self().to(DType.promote(self().dtype(), DType.INT32));
    boolean[] chosen = x.shape().axes("prod", axes);
    Storage.length("prod", x.shape());
    for (int axis = 0; axis < chosen.length; axis++) {
      x = chosen[axis] ? product(x, axis) : x;
    }
    return finish(x, chosen, keepDims);
  }

  private static Tensor product(Tensor x, int axis) {
    Tensor y = x.size(axis) > 0 ? x : Tensor.ones(x.dtype(), x.shape().with(axis, 1));
    while (y.size(axis) > 1) {
      int half = y.size(axis) / 2;
      Tensor pairs = y.narrow(axis, 0, half).mul(y.narrow(axis, half, half));
      y = y.size(axis) == 2 * half ? pairs : Tensor.concat(axis, pairs, y.narrow(axis, 2 * half, 1));
    }
    return y;
  }

  /** Σ x / n. */
  default Tensor mean(int... axes) {
    return mean(false, axes);
  }

  /** Σ x / n over the given axes. */
  default Tensor mean(boolean keepDims, int... axes) {
    Tensor x = floating();
    long n = x.countOver("mean", axes);
    return x.sum(keepDims, axes).div(n);
  }

  /** Σ (x − mean)² / (n − 1). */
  default Tensor var(int... axes) {
    return var(true, false, axes);
  }

  /** Σ (x − mean)² / (n − 1), or / n where not {@code unbiased}. */
  default Tensor var(boolean unbiased, boolean keepDims, int... axes) {
    Tensor x = floating();
    long n = x.countOver("var", axes);
    Tensor centred = x.sub(x.mean(true, axes));
    return centred.square().sum(keepDims, axes).div(unbiased ? Math.max(0, n - 1) : n);
  }

  /** √var; gradient 0 where it is 0. */
  default Tensor std(int... axes) {
    return std(true, false, axes);
  }

  /** √var; gradient 0 where it is 0. */
  default Tensor std(boolean unbiased, boolean keepDims, int... axes) {
    return Unary.ROOT.of(self().var(unbiased, keepDims, axes));
  }

  /** √Σ x² over all elements; gradient 0 at 0. */
  default Tensor norm() {
    return norm(2, false);
  }

  /** The p-norm (Σ|x|ᵖ)^(1/p), the number of x ≠ 0 for p = 0, max |x| for ∞, min |x| for −∞; gradient 0 at 0. */
  default Tensor norm(double p, int... axes) {
    return norm(p, false, axes);
  }

  /**
   * The p-norm over the given axes.
   *
   * @throws IllegalArgumentException if p is NaN
   */
  default Tensor norm(double p, boolean keepDims, int... axes) {
    Tensor x = floating();
    if (p == 1) {
      return x.abs().sum(keepDims, axes);
    } else if (p == 2) {
      return Unary.ROOT.of(x.square().sum(keepDims, axes));
    } else if (Double.isInfinite(p)) {
      return extremum("norm", x.abs(), p > 0, keepDims, axes);
    } else if (p == 0) {
      return x.ne(0).to(x.dtype()).sum(keepDims, axes);
    } else if (Double.isNaN(p)) {
      throw new IllegalArgumentException("norm: p must be a number, not NaN");
    }
    return power(power(x.abs(), p).sum(keepDims, axes), 1 / p);
  }

  /** xᵖ, with gradient 0 where x = 0. */
  private static Tensor power(Tensor x, double p) {
    Tensor zero = x.eq(0);
    return Tensor.where(zero, p > 0 ? 0 : Double.POSITIVE_INFINITY, Tensor.where(zero, 1, x).pow(p));
  }

  /** ln Σ eˣ, shifted by the maximum so that nothing overflows. */
  default Tensor logSumExp(int... axes) {
    return logSumExp(false, axes);
  }

  /** ln Σ eˣ over the given axes; its gradient is softmax, and 0 where all x are −∞. */
  default Tensor logSumExp(boolean keepDims, int... axes) {
    Tensor x = floating();
    boolean[] chosen = x.shape().axes("logSumExp", axes);
    return finish(LogSumExp.of(x, chosen), chosen, keepDims);
  }

  /** eˣ / Σ eˣ along an axis; NaN throughout where an x is NaN or +∞, or all are −∞. */
  default Tensor softmax(int axis) {
    Tensor x = floating();
    boolean[] chosen = x.shape().axes("softmax", axis);
    Tensor e = x.sub(LogSumExp.max(x, chosen)).exp();
    return e.div(Reduction.of(Reduction.Kind.SUM, e, chosen));
  }

  /** ln softmax along an axis: x − ln Σ eˣ; NaN throughout where softmax is. */
  default Tensor logSoftmax(int axis) {
    Tensor x = floating();
    boolean[] chosen = x.shape().axes("logSoftmax", axis);
    Tensor shifted = x.sub(LogSumExp.max(x, chosen));
    return shifted.sub(Reduction.of(Reduction.Kind.SUM, shifted.exp(), chosen).log());
  }

  /** The smallest element of all; NaN wins, equal ones (or the NaNs) share the gradient. */
  default Tensor min() {
    return reduce(Reduction.Kind.MIN, "min", false);
  }

  /** The largest element of all; NaN wins, equal ones (or the NaNs) share the gradient. */
  default Tensor max() {
    return reduce(Reduction.Kind.MAX, "max", false);
  }

  /** The smallest element over the given axes; NaN wins, equal ones (or the NaNs) share the gradient. */
  default Tensor amin(int... axes) {
    return amin(false, axes);
  }

  /** The smallest element over the given axes. */
  default Tensor amin(boolean keepDims, int... axes) {
    return extremum("amin", self(), false, keepDims, axes);
  }

  /** The largest element over the given axes; NaN wins, equal ones (or the NaNs) share the gradient. */
  default Tensor amax(int... axes) {
    return amax(false, axes);
  }

  /** The largest element over the given axes. */
  default Tensor amax(boolean keepDims, int... axes) {
    return extremum("amax", self(), true, keepDims, axes);
  }

  private static Tensor extremum(String operation, Tensor x, boolean largest, boolean keepDims, int... axes) {
    boolean[] chosen = x.shape().axes(operation, axes);
    Reduction.checkNotEmpty(operation, x.shape(), chosen);
    return finish(Reduction.of(largest ? Reduction.Kind.MAX : Reduction.Kind.MIN, x, chosen), chosen, keepDims);
  }

  /**
   * The smallest elements along an axis and their indices, the first among equal ones, which gets the whole gradient.
   */
  default Tensor.Extremum min(int axis) {
    return min(axis, false);
  }

  /** The smallest elements along an axis and their indices. */
  default Tensor.Extremum min(int axis, boolean keepDims) {
    return extremum("min", false, axis, keepDims);
  }

  /**
   * The largest elements along an axis and their indices, the first among equal ones, which gets the whole gradient.
   */
  default Tensor.Extremum max(int axis) {
    return max(axis, false);
  }

  /** The largest elements along an axis and their indices. */
  default Tensor.Extremum max(int axis, boolean keepDims) {
    return extremum("max", true, axis, keepDims);
  }

  private Tensor.Extremum extremum(String operation, boolean largest, int axis, boolean keepDims) {
    Tensor x = self().withAxis(axis);
    return Reduction.extremum(largest, x, x.shape().axis(operation, axis)).squeezed(axis, keepDims && x == self());
  }

  /** The index of the smallest element in row-major order. */
  default Tensor argMin() {
    return self().flatten().argMin(0);
  }

  /** The indices of the smallest elements along an axis, the first among equal ones. */
  default Tensor argMin(int axis) {
    return argMin(axis, false);
  }

  /** The indices of the smallest elements along an axis. */
  default Tensor argMin(int axis, boolean keepDims) {
    return indices(Reduction.Kind.ARG_MIN, "argMin", keepDims, axis);
  }

  /** The index of the largest element in row-major order. */
  default Tensor argMax() {
    return self().flatten().argMax(0);
  }

  /** The indices of the largest elements along an axis, the first among equal ones. */
  default Tensor argMax(int axis) {
    return argMax(axis, false);
  }

  /** The indices of the largest elements along an axis. */
  default Tensor argMax(int axis, boolean keepDims) {
    return indices(Reduction.Kind.ARG_MAX, "argMax", keepDims, axis);
  }

  private Tensor indices(Reduction.Kind kind, String operation, boolean keepDims, int axis) {
    ReductionMethods x = self().withAxis(axis);
    x.self().shape().axis(operation, axis);
    return x.reduce(kind, operation, keepDims && x == this, axis);
  }

  /** Whether any element differs from 0, over all axes or the given ones; a mask. */
  default Tensor any(int... axes) {
    return any(false, axes);
  }

  /** Whether any element differs from 0 over the given axes; a mask. */
  default Tensor any(boolean keepDims, int... axes) {
    return any("any", self().ne(0), keepDims, axes);
  }

  /** Whether all elements differ from 0, over all axes or the given ones; a mask. */
  default Tensor all(int... axes) {
    return all(false, axes);
  }

  /** Whether all elements differ from 0 over the given axes; a mask. */
  default Tensor all(boolean keepDims, int... axes) {
    return any("all", self().eq(0), keepDims, axes).not();
  }

  /** The largest of the elements, which no number of them makes overflow; false of none. */
  private static Tensor any(String operation, Tensor mask, boolean keepDims, int... axes) {
    boolean[] chosen = mask.shape().axes(operation, axes);
    Reduction.Kind kind = mask.elements() == 0 ? Reduction.Kind.SUM : Reduction.Kind.MAX;
    return finish(Reduction.of(kind, mask, chosen), chosen, keepDims).to(DType.BOOL);
  }

  /**
   * Whether the shapes are equal and |a − b| ≤ 10⁻⁸ + 10⁻⁵ |b| everywhere, or a = b; never where one is NaN. Computed
   * at the call. Other shapes are not close, even if they broadcast.
   */
  default boolean allClose(Tensor b) {
    return allClose(b, 1e-5, 1e-8);
  }

  /** Whether the shapes are equal and |a − b| ≤ atol + rtol |b| everywhere, or a = b. Computed at the call. */
  default boolean allClose(Tensor b, double rtol, double atol) {
    if (!self().shape().equals(Checks.required("allClose", "operand", b).shape())) {
      return false;
    }
    Tensor a = self().to(DType.FLOAT64);
    Tensor other = b.to(DType.FLOAT64);
    Tensor near = a.sub(other).abs().le(other.abs().mul(rtol).add(atol)).and(other.isFinite());
    return near.or(a.eq(other)).all().toBoolean();
  }

  /** Whether shapes and all elements are equal. Computed at the call. */
  default boolean equal(Tensor b) {
    return self().shape().equals(Checks.required("equal", "operand", b).shape())
        && self().eq(b).all().toBoolean();
  }
}
