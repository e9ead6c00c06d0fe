package dev.gradlet;

import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.VjpReads;
import dev.gradlet.kernel.DoubleFunctions;
import dev.gradlet.kernel.ElementwiseKernel;
import dev.gradlet.kernel.FloatFunctions;
import dev.gradlet.kernel.Loops;
import dev.gradlet.kernel.UnaryKernel;
import java.util.Locale;

/** Elementwise functions of one operand, a row each: y = f(x), its loops, and dx from the cotangent g of y. */
enum Unary implements Op, Operation.Elementwise {
  NEG, ABS, SIGN, FLOOR, CEIL, ROUND, SQUARE, SQRT, ROOT, RSQRT, RECIPROCAL, EXP, LOG, LOG1P, LOG2, LOG10, EXPM1, SIN,
  COS, ATAN, SINH, COSH, TANH, SIGMOID, ERF, RELU, SOFTPLUS;

  private final String label = name().toLowerCase(Locale.ROOT);
  private final Lazy<Row> row = new Lazy<>(this::table);

  /**
   * Where the function is smooth, its cost in additions, its loops and its derivative. Each loop is a class, which
   * takes time to load; so rows are made of those functions that a program uses.
   */
  private Row table() {
    return switch (this) {
      // y = −x;  dx = −g.
      case NEG -> new Row(Domain.REAL, 1,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = -x[i]; },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = -x[i]; },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = -x[i]; },
          (g, x, y) -> g.neg());

      // y = |x|;  dx = g sign x.
      case ABS -> new Row(Domain.NONZERO, 1,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.abs(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.abs(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.abs(x[i]); },
          (g, x, y) -> g.mul(x.sign()));

      // y = −1, 0 or 1;  dx = 0.
      case SIGN -> new Row(Domain.NONZERO, 4,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.signum(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.signum(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Integer.signum(x[i]); },
          (g, x, y) -> null);

      // The largest integer that is not above x;  dx = 0.
      case FLOOR -> new Row(Domain.NONZERO, 1,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = (float) Math.floor(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.floor(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i]; },
          (g, x, y) -> null);

      // The smallest integer that is not below x;  dx = 0.
      case CEIL -> new Row(Domain.NONZERO, 1,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = (float) Math.ceil(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.ceil(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i]; },
          (g, x, y) -> null);

      // The nearest integer, of two the even one;  dx = 0.
      case ROUND -> new Row(Domain.NONZERO, 1,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = (float) Math.rint(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.rint(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i]; },
          (g, x, y) -> null);

      // y = x²;  dx = 2 g x.
      case SQUARE -> new Row(Domain.REAL, 1,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i] * x[i]; },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i] * x[i]; },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i] * x[i]; },
          (g, x, y) -> g.mul(2).mul(x));

      // y = √x;  dx = g / 2y, infinite at 0.
      case SQRT -> new Row(Domain.POSITIVE, 4,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = (float) Math.sqrt(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.sqrt(x[i]); },
          null,
          (g, x, y) -> g.div(y.mul(2)));

      // y = √x with dx = 0 where y = 0: the root of a sum of squares, as norm and std need it.
      case ROOT -> new Row(Domain.POSITIVE, 4,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = (float) Math.sqrt(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.sqrt(x[i]); },
          null,
          (g, x, y) -> {
            Tensor zero = y.eq(0);
            return Tensor.where(zero, 0, g).div(Tensor.where(zero, 1, y).mul(2));
          });

      // y = 1/√x;  dx = −g y³ / 2.
      case RSQRT -> new Row(Domain.POSITIVE, 4,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = 1 / (float) Math.sqrt(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = 1 / Math.sqrt(x[i]); },
          null,
          (g, x, y) -> g.mul(y.square().mul(y)).mul(-0.5));

      // y = 1/x;  dx = −g y².
      case RECIPROCAL -> new Row(Domain.NONZERO, 2,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = 1 / x[i]; },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = 1 / x[i]; },
          null,
          (g, x, y) -> g.mul(y.square()).neg());

      // y = eˣ;  dx = g y.
      case EXP -> new Row(Domain.REAL, 16,
          FloatFunctions::exp,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = StrictMath.exp(x[i]); },
          null,
          (g, x, y) -> g.mul(y));

      // y = ln x;  dx = g / x.
      case LOG -> new Row(Domain.POSITIVE, 16,
          FloatFunctions::log,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = StrictMath.log(x[i]); },
          null,
          (g, x, y) -> g.div(x));

      // y = ln(1 + x);  dx = g / (1 + x).
      case LOG1P -> new Row(Domain.POSITIVE, 16,
          FloatFunctions::log1p,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = StrictMath.log1p(x[i]); },
          null,
          (g, x, y) -> g.div(x.add(1)));

      // y = log₂ x;  dx = g / (x ln 2).
      case LOG2 -> new Row(Domain.POSITIVE, 32,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = (float) DoubleFunctions.log2(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = DoubleFunctions.log2(x[i]); },
          null,
          (g, x, y) -> g.div(x.mul(Math.log(2))));

      // y = log₁₀ x;  dx = g / (x ln 10).
      case LOG10 -> new Row(Domain.POSITIVE, 32,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = (float) StrictMath.log10(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = StrictMath.log10(x[i]); },
          null,
          (g, x, y) -> g.div(x.mul(Math.log(10))));

      // y = eˣ − 1;  dx = g (y + 1).
      case EXPM1 -> new Row(Domain.REAL, 16,
          FloatFunctions::expm1,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = StrictMath.expm1(x[i]); },
          null,
          (g, x, y) -> g.mul(y.add(1)));

      // y = sin x;  dx = g cos x.
      case SIN -> new Row(Domain.REAL, 16,
          FloatFunctions::sin,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = StrictMath.sin(x[i]); },
          null,
          (g, x, y) -> g.mul(x.cos()));

      // y = cos x;  dx = −g sin x.
      case COS -> new Row(Domain.REAL, 16,
          FloatFunctions::cos,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = StrictMath.cos(x[i]); },
          null,
          (g, x, y) -> g.mul(x.sin()).neg());

      // y = arctan x;  dx = g / (1 + x²).
      case ATAN -> new Row(Domain.REAL, 32,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = (float) StrictMath.atan(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = StrictMath.atan(x[i]); },
          null,
          (g, x, y) -> g.div(x.square().add(1)));

      // y = sinh x;  dx = g cosh x.
      case SINH -> new Row(Domain.REAL, 32,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = (float) StrictMath.sinh(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = StrictMath.sinh(x[i]); },
          null,
          (g, x, y) -> g.mul(x.cosh()));

      // y = cosh x;  dx = g sinh x.
      case COSH -> new Row(Domain.REAL, 32,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = (float) StrictMath.cosh(x[i]); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = StrictMath.cosh(x[i]); },
          null,
          (g, x, y) -> g.mul(x.sinh()));

      // y = tanh x;  dx = g (1 − y²).
      case TANH -> new Row(Domain.REAL, 16,
          FloatFunctions::tanh,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = StrictMath.tanh(x[i]); },
          null,
          (g, x, y) -> g.mul(Tensor.number(1, y).sub(y.square())));

      // y = 1 / (1 + e⁻ˣ);  dx = g y (1 − y).
      case SIGMOID -> new Row(Domain.REAL, 16,
          FloatFunctions::sigmoid,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = 1 / (1 + StrictMath.exp(-x[i])); },
          null,
          (g, x, y) -> g.mul(y.mul(Tensor.number(1, y).sub(y))));

      // y = 2/√π · ∫₀ˣ e^(−t²) dt;  dx = 2/√π · g e^(−x²).
      case ERF -> new Row(Domain.REAL, 16,
          FloatFunctions::erf,
          DoubleFunctions::erf,
          null,
          (g, x, y) -> g.mul(x.square().neg().exp().mul(2 / Math.sqrt(Math.PI))));

      // y = max(x, 0);  dx = 0 where x ≤ 0, else g.
      case RELU -> new Row(Domain.NONZERO, 1,
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(x[i], 0f); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(x[i], 0d); },
          (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(x[i], 0); },
          (g, x, y) -> Tensor.where(y.le(0), 0, g));

      // y = ln(1 + eˣ);  dx = g sigmoid x.
      case SOFTPLUS -> new Row(Domain.REAL, 16,
          FloatFunctions::softplus,
          (x, y, n) -> {
            for (int i = 0; i < n; i++) y[i] = Math.max(x[i], 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x[i])));
          },
          null,
          (g, x, y) -> g.mul(x.sigmoid()));
    };
  }

  /** dx from the cotangent g of y, the input x and the output y. */
  @FunctionalInterface
  private interface Vjp {
    Tensor of(Tensor g, Tensor x, Tensor y);
  }

  private final class Row {
    final Domain domain;
    final int cost;
    final UnaryKernel kernel;
    final Vjp vjp;

    /** @param onInts null where integers are first converted to floats */
    Row(
        Domain domain, int cost, Loops.Unary<float[]> onFloats, Loops.Unary<double[]> onDoubles,
        Loops.Unary<int[]> onInts, Vjp vjp) {
      this.domain = domain;
      this.cost = cost;
      this.kernel = new UnaryKernel(label, onFloats, onDoubles, onInts);
      this.vjp = vjp;
    }
  }

  Tensor of(Tensor x) {
    Tensor operand = row.get().kernel.takeInts() && x.dtype() == DType.INT32 ? x : x.to(x.dtype().floating());
    return new Tensor(this, operand.shape(), operand.dtype(), operand);
  }

  Domain domain() {
    return row.get().domain;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public int cost() {
    return row.get().cost;
  }

  @Override
  public ElementwiseKernel kernel() {
    return row.get().kernel;
  }

  @Override
  public VjpReads vjpReads() {
    return VjpTrial.of(this, DType.FLOAT32);
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return row.get().vjp.of(g, x[0], y);
  }
}
