package dev.gradlet;

import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.VjpReads;
import dev.gradlet.kernel.Arithmetic;
import dev.gradlet.kernel.BinaryKernel;
import dev.gradlet.kernel.DoubleFunctions;
import dev.gradlet.kernel.ElementwiseKernel;
import dev.gradlet.kernel.FloatFunctions;
import dev.gradlet.kernel.IntFunctions;
import java.util.Locale;

/**
 * Elementwise functions of two operands of one shape and dtype, a row each: y = f(a, b), its loops, da and db from g.
 */
enum Binary implements Op, Operation.Elementwise {
  ADD, SUB, MUL, DIV, POW, MAXIMUM, MINIMUM;

  private final String label = name().toLowerCase(Locale.ROOT);
  private final Lazy<Row> row = new Lazy<>(this::table);

  /** Where the function is smooth, its cost in additions, its loops and its derivatives: see {@link Unary}. */
  private Row table() {
    return switch (this) {
      // y = a + b;  da = g, db = g.
      case ADD -> new Row(Domain.REAL, 1, Arithmetic.ADD,
          (g, a, b, y) -> g,
          (g, a, b, y) -> g);

      // y = a − b;  da = g, db = −g.
      case SUB -> new Row(Domain.REAL, 1, Arithmetic.SUB,
          (g, a, b, y) -> g,
          (g, a, b, y) -> g.neg());

      // y = a b;  da = g b, db = g a.
      case MUL -> new Row(Domain.REAL, 1, Arithmetic.MUL,
          (g, a, b, y) -> g.mul(b),
          (g, a, b, y) -> g.mul(a));

      // y = a / b;  da = g / b, db = −g y / b.
      case DIV -> new Row(Domain.NONZERO, 2, Arithmetic.DIV,
          (g, a, b, y) -> g.div(b),
          (g, a, b, y) -> g.mul(y).div(b).neg());

      // y = aᵇ;  da = g b aᵇ⁻¹ (0 where b = 0), db = g y ln a (0 where a = 0 and b ≥ 0). What is not chosen is finite,
      // so that it has no share in further derivatives.
      case POW -> new Row(Domain.POSITIVE, 64,
          new BinaryKernel(label, FloatFunctions::pow, DoubleFunctions::pow, IntFunctions::pow),
          (g, a, b, y) -> {
            Tensor zero = b.eq(0);
            Tensor p = Tensor.where(zero, 1, b);
            return Tensor.where(zero, 0, g.mul(p).mul(a.pow(p.sub(1))));
          },
          (g, a, b, y) -> {
            Tensor zero = a.eq(0).and(b.ge(0));
            return Tensor.where(zero, 0, g.mul(y).mul(Tensor.where(zero, 1, a).log()));
          });

      // y = max(a, b), NaN wins;  g goes to the larger one, half of it to each of two equal ones.
      case MAXIMUM -> new Row(Domain.REAL, 1, Arithmetic.MAXIMUM,
          (g, a, b, y) -> share(g, a.lt(b), a.eq(b)),
          (g, a, b, y) -> share(g, b.lt(a), a.eq(b)));

      // y = min(a, b), NaN wins;  g goes to the smaller one, half of it to each of two equal ones.
      case MINIMUM -> new Row(Domain.REAL, 1, Arithmetic.MINIMUM,
          (g, a, b, y) -> share(g, a.gt(b), a.eq(b)),
          (g, a, b, y) -> share(g, b.gt(a), a.eq(b)));
    };
  }

  /** da (or db) from the cotangent g of y, the operands and the output. */
  @FunctionalInterface
  private interface Vjp {
    Tensor of(Tensor g, Tensor a, Tensor b, Tensor y);
  }

  private record Row(Domain domain, int cost, BinaryKernel kernel, Vjp left, Vjp right) {}

  private static Tensor share(Tensor g, Tensor loses, Tensor equal) {
    return Tensor.where(loses, 0, Tensor.where(equal, g.mul(0.5), g));
  }

  Domain domain() {
    return row.get().domain;
  }

  /** The operation on two tensors that broadcast, in the type to which their types promote. */
  Tensor of(Tensor a, Tensor b) {
    Shape shape = Operands.shape(label(), a.shape(), Checks.required(label(), "operand", b).shape());
    DType common = Operands.dtype(a, b);
    DType dtype = !row.get().kernel.takeInts() ? common.floating() : common == DType.BOOL ? DType.INT32 : common;
    return new Tensor(this, shape, dtype, a.to(dtype).expandTo(shape), b.to(dtype).expandTo(shape));
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
    return VjpTrial.of(this, DType.FLOAT32, DType.FLOAT32);
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    Vjp vjp = i == 0 ? row.get().left : row.get().right;
    return vjp.of(g, x[0], x[1], y);
  }
}
