package dev.gradlet;

/** The elementwise methods of {@link Tensor}. Two operands broadcast: aligned at the last axis, sizes equal or 1. */
interface ElementwiseMethods {

  /** This tensor. */
  private Tensor self() {
    return (Tensor) this;
  }

  private Tensor number(double value) {
    return Tensor.number(value, self());
  }

  private Tensor number(long value) {
    return Tensor.number(value, self());
  }

  /** y = a + b. */
  default Tensor add(Tensor b) {
    return Binary.ADD.of(self(), b);
  }

  /** y = a + b. */
  default Tensor add(double b) {
    return Binary.ADD.of(self(), number(b));
  }

  /** y = a + b. */
  default Tensor add(long b) {
    return Binary.ADD.of(self(), number(b));
  }

  /** y = a − b. */
  default Tensor sub(Tensor b) {
    return Binary.SUB.of(self(), b);
  }

  /** y = a − b. */
  default Tensor sub(double b) {
    return Binary.SUB.of(self(), number(b));
  }

  /** y = a − b. */
  default Tensor sub(long b) {
    return Binary.SUB.of(self(), number(b));
  }

  /** y = b − a. */
  default Tensor rsub(double b) {
    return Binary.SUB.of(number(b), self());
  }

  /** y = b − a. */
  default Tensor rsub(long b) {
    return Binary.SUB.of(number(b), self());
  }

  /** y = a b, elementwise. */
  default Tensor mul(Tensor b) {
    return Binary.MUL.of(self(), b);
  }

  /** y = a b. */
  default Tensor mul(double b) {
    return Binary.MUL.of(self(), number(b));
  }

  /** y = a b. */
  default Tensor mul(long b) {
    return Binary.MUL.of(self(), number(b));
  }

  /** y = a / b; integers are divided as floats. */
  default Tensor div(Tensor b) {
    return Binary.DIV.of(self(), b);
  }

  /** y = a / b; integers are divided as floats. */
  default Tensor div(double b) {
    return Binary.DIV.of(self(), number(b));
  }

  /** y = a / b; integers are divided as floats. */
  default Tensor div(long b) {
    return Binary.DIV.of(self(), number(b));
  }

  /** y = b / a. */
  default Tensor rdiv(double b) {
    return Binary.DIV.of(number(b), self());
  }

  /** y = b / a. */
  default Tensor rdiv(long b) {
    return Binary.DIV.of(number(b), self());
  }

  /**
   * y = aᵇ; NaN for a negative base with a fractional exponent, 1 for the base 1 or the exponent 0 even with NaN.
   * Integers give an integer; its fraction is dropped.
   */
  default Tensor pow(Tensor b) {
    return Binary.POW.of(self(), b);
  }

  /** y = xᵖ; gradient 0 everywhere for p = 0. Integers become floats. */
  default Tensor pow(double p) {
    Tensor x = self().to(self().dtype().floating());
    if (p == 1) {
      return x.mul(1);
    } else if (p == 2) {
      return x.square();
    } else if (p == 3) {
      return x.square().mul(x);
    } else if (p == 0.5) {
      return x.sqrt();
    } else if (p == -0.5) {
      return x.rsqrt();
    } else if (p == -1) {
      return x.reciprocal();
    }
    return Binary.POW.of(x, Tensor.number(p, x));
  }

  /**
   * y = xᵖ; gradient 0 everywhere for p = 0. Integers stay integers.
   *
   * @throws IllegalArgumentException if x holds integers and p is negative
   */
  default Tensor pow(long p) {
    Tensor x = self();
    if (x.dtype().isFloating()) {
      return pow((double) p);
    } else if (p < 0) {
      throw new IllegalArgumentException(
          "pow: integers have no power " + p + " that is one; convert with to(DType.FLOAT32), or write " + p + ".0");
    }
    return p == 2 ? x.to(DType.INT32).square() : Binary.POW.of(x, number(p));
  }

  /** y = max(a, b); NaN wins, equal operands share the gradient. */
  default Tensor maximum(Tensor b) {
    return Binary.MAXIMUM.of(self(), b);
  }

  /** y = max(a, b); NaN wins. */
  default Tensor maximum(double b) {
    return Binary.MAXIMUM.of(self(), number(b));
  }

  /** y = max(a, b); NaN wins. */
  default Tensor maximum(long b) {
    return Binary.MAXIMUM.of(self(), number(b));
  }

  /** y = min(a, b); NaN wins, equal operands share the gradient. */
  default Tensor minimum(Tensor b) {
    return Binary.MINIMUM.of(self(), b);
  }

  /** y = min(a, b); NaN wins. */
  default Tensor minimum(double b) {
    return Binary.MINIMUM.of(self(), number(b));
  }

  /** y = min(a, b); NaN wins. */
  default Tensor minimum(long b) {
    return Binary.MINIMUM.of(self(), number(b));
  }

  /** y = −x. */
  default Tensor neg() {
    return Unary.NEG.of(self());
  }

  /** y = |x|; gradient 0 at 0, NaN at NaN (PyTorch has 0). */
  default Tensor abs() {
    return Unary.ABS.of(self());
  }

  /** y = −1, 0 or 1, NaN at NaN (PyTorch has 0); gradient 0. */
  default Tensor sign() {
    return Unary.SIGN.of(self());
  }

  /** The largest integer that is not above x; gradient 0. */
  default Tensor floor() {
    return Unary.FLOOR.of(self());
  }

  /** The smallest integer that is not below x; gradient 0. */
  default Tensor ceil() {
    return Unary.CEIL.of(self());
  }

  /** The nearest integer, the even one of two as near; gradient 0. */
  default Tensor round() {
    return Unary.ROUND.of(self());
  }

  /** y = x². */
  default Tensor square() {
    return Unary.SQUARE.of(self());
  }

  /** y = √x. */
  default Tensor sqrt() {
    return Unary.SQRT.of(self());
  }

  /** y = 1/√x. */
  default Tensor rsqrt() {
    return Unary.RSQRT.of(self());
  }

  /** y = 1/x. */
  default Tensor reciprocal() {
    return Unary.RECIPROCAL.of(self());
  }

  /** y = eˣ. */
  default Tensor exp() {
    return Unary.EXP.of(self());
  }

  /** y = ln x. */
  default Tensor log() {
    return Unary.LOG.of(self());
  }

  /** y = ln(1 + x), accurate near 0. */
  default Tensor log1p() {
    return Unary.LOG1P.of(self());
  }

  /** y = log₂ x, exact for powers of 2. */
  default Tensor log2() {
    return Unary.LOG2.of(self());
  }

  /** y = log₁₀ x. */
  default Tensor log10() {
    return Unary.LOG10.of(self());
  }

  /** y = eˣ − 1, accurate near 0. */
  default Tensor expm1() {
    return Unary.EXPM1.of(self());
  }

  /** y = sin x. */
  default Tensor sin() {
    return Unary.SIN.of(self());
  }

  /** y = cos x. */
  default Tensor cos() {
    return Unary.COS.of(self());
  }

  /** y = sin x / cos x. */
  default Tensor tan() {
    return self().sin().div(self().cos());
  }

  /** y = arctan x, between −π/2 and π/2. */
  default Tensor atan() {
    return Unary.ATAN.of(self());
  }

  /** y = (eˣ − e⁻ˣ) / 2. */
  default Tensor sinh() {
    return Unary.SINH.of(self());
  }

  /** y = (eˣ + e⁻ˣ) / 2. */
  default Tensor cosh() {
    return Unary.COSH.of(self());
  }

  /** y = tanh x. */
  default Tensor tanh() {
    return Unary.TANH.of(self());
  }

  /** y = 1 / (1 + e⁻ˣ). */
  default Tensor sigmoid() {
    return Unary.SIGMOID.of(self());
  }

  /** y = max(x, 0); gradient 0 at 0, and 1 where x is NaN, which stays NaN. */
  default Tensor relu() {
    return Unary.RELU.of(self());
  }

  /** y = 2/√π · ∫₀ˣ e^(−t²) dt, the error function. */
  default Tensor erf() {
    return Unary.ERF.of(self());
  }

  /** y = ln(1 + eˣ). */
  default Tensor softplus() {
    return Unary.SOFTPLUS.of(self());
  }

  /**
   * y = x, but at least min and at most max; the gradient is 0 outside, and where x is NaN, which stays NaN. Integers
   * stay integers, between the least and the greatest integer within the bounds.
   *
   * @throws IllegalArgumentException if min &gt; max, one is NaN, or x holds integers and no integer lies between them
   */
  default Tensor clamp(double min, double max) {
    if (!(min <= max)) {
      throw new IllegalArgumentException("clamp: min " + min + " must not exceed max " + max);
    }
    Tensor x = self();
    if (!x.dtype().isFloating()) {
      double low = Math.max(Integer.MIN_VALUE, Math.ceil(min));
      double high = Math.min(Integer.MAX_VALUE, Math.floor(max));
      if (low > high) {
        throw new IllegalArgumentException("clamp: no INT32 lies between min " + min + " and max " + max);
      }
      return x.maximum((long) low).minimum((long) high);
    }
    Tensor high = Tensor.where(x.le(max), x, max);
    Tensor low = Tensor.where(x.lt(min), number(min), number(Double.NaN));
    return Tensor.where(x.ge(min), high, low);
  }

  /** y = x, but at least min; the gradient is 0 below it, and where x is NaN, which stays NaN. */
  default Tensor clampMin(double min) {
    return clamp(min, Double.POSITIVE_INFINITY);
  }

  /** y = x, but at most max; the gradient is 0 above it, and where x is NaN, which stays NaN. */
  default Tensor clampMax(double max) {
    return clamp(Double.NEGATIVE_INFINITY, max);
  }

  /**
   * The value where the mask is true, else x, in the shape and dtype of x.
   *
   * @throws IllegalArgumentException if the mask does not broadcast to x, or x holds integers and the value is not one
   */
  default Tensor maskedFill(Tensor mask, double value) {
    Tensor x = self();
    Shape shape = Select.mask("maskedFill", mask).shape();
    if (!Operands.shape("maskedFill", x.shape(), shape).equals(x.shape())) {
      throw new IllegalArgumentException(
          "maskedFill: mask " + shape + " must fit into a tensor of shape " + x.shape());
    }
    return Tensor.where(mask, Tensor.like("maskedFill", x, value, Shape.SCALAR), x);
  }

  /** True where x is NaN. */
  default Tensor isNaN() {
    return self().ne(self());
  }

  /** True where x is neither NaN nor infinite. */
  default Tensor isFinite() {
    return self().sub(self()).eq(0);
  }

  /** Mask of a = b. */
  default Tensor eq(Tensor b) {
    return Comparison.EQ.of(self(), b);
  }

  /** Mask of a = b. */
  default Tensor eq(double b) {
    return Comparison.EQ.of(self(), number(b));
  }

  /** Mask of a = b. */
  default Tensor eq(long b) {
    return Comparison.EQ.of(self(), number(b));
  }

  /** Mask of a ≠ b. */
  default Tensor ne(Tensor b) {
    return Comparison.NE.of(self(), b);
  }

  /** Mask of a ≠ b. */
  default Tensor ne(double b) {
    return Comparison.NE.of(self(), number(b));
  }

  /** Mask of a ≠ b. */
  default Tensor ne(long b) {
    return Comparison.NE.of(self(), number(b));
  }

  /** Mask of a &lt; b. */
  default Tensor lt(Tensor b) {
    return Comparison.LT.of(self(), b);
  }

  /** Mask of a &lt; b. */
  default Tensor lt(double b) {
    return Comparison.LT.of(self(), number(b));
  }

  /** Mask of a &lt; b. */
  default Tensor lt(long b) {
    return Comparison.LT.of(self(), number(b));
  }

  /** Mask of a ≤ b. */
  default Tensor le(Tensor b) {
    return Comparison.LE.of(self(), b);
  }

  /** Mask of a ≤ b. */
  default Tensor le(double b) {
    return Comparison.LE.of(self(), number(b));
  }

  /** Mask of a ≤ b. */
  default Tensor le(long b) {
    return Comparison.LE.of(self(), number(b));
  }

  /** Mask of a &gt; b. */
  default Tensor gt(Tensor b) {
    return Comparison.GT.of(self(), b);
  }

  /** Mask of a &gt; b. */
  default Tensor gt(double b) {
    return Comparison.GT.of(self(), number(b));
  }

  /** Mask of a &gt; b. */
  default Tensor gt(long b) {
    return Comparison.GT.of(self(), number(b));
  }

  /** Mask of a ≥ b. */
  default Tensor ge(Tensor b) {
    return Comparison.GE.of(self(), b);
  }

  /** Mask of a ≥ b. */
  default Tensor ge(double b) {
    return Comparison.GE.of(self(), number(b));
  }

  /** Mask of a ≥ b. */
  default Tensor ge(long b) {
    return Comparison.GE.of(self(), number(b));
  }

  /** True where both masks are. */
  default Tensor and(Tensor b) {
    return Select.and(self(), b);
  }

  /** True where at least one of the masks is. */
  default Tensor or(Tensor b) {
    return Select.or(self(), b);
  }

  /** True where the mask is false. */
  default Tensor not() {
    return Select.not(self());
  }

  /** The same values in another dtype: rounded to float, truncated to int, a mask as 0 and 1, a number as ≠ 0. */
  default Tensor to(DType dtype) {
    Tensor x = self();
    Checks.required("to", "dtype", dtype);
    return x.dtype() == dtype ? x : new Tensor(new Cast(dtype), x.shape(), dtype, x);
  }
}
