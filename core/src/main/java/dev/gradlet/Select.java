package dev.gradlet;

import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.VjpReads;
import dev.gradlet.kernel.ElementwiseKernel;
import dev.gradlet.kernel.SelectKernel;

/** y = a where the mask is true, else b;  the cotangent goes to the chosen one. Inputs: mask, a, b. */
enum Select implements Op, Operation.Elementwise {
  INSTANCE;

  private static final Tensor TRUE = Tensor.scalar(1, DType.BOOL);
  private static final Tensor FALSE = Tensor.scalar(0, DType.BOOL);

  static Tensor of(Tensor mask, Tensor a, Tensor b) {
    if (Checks.required("where", "condition", mask).dtype() != DType.BOOL) {
      throw new IllegalArgumentException(
          "where: the condition has dtype " + mask.dtype() + ", must be BOOL; compare first, e.g. x.gt(0)");
    }
    Checks.required("where", "first choice", a);
    Checks.required("where", "second choice", b);
    Shape shape = Operands.shape("where", Operands.shape("where", mask.shape(), a.shape()), b.shape());
    DType dtype = Operands.dtype(a, b);
    return new Tensor(
        INSTANCE, shape, dtype, mask.expandTo(shape), a.to(dtype).expandTo(shape), b.to(dtype).expandTo(shape));
  }

  static Tensor and(Tensor a, Tensor b) {
    return of(mask("and", a), mask("and", b), FALSE);
  }

  static Tensor or(Tensor a, Tensor b) {
    return of(mask("or", a), TRUE, mask("or", b));
  }

  static Tensor not(Tensor a) {
    return of(mask("not", a), FALSE, TRUE);
  }

  static Tensor mask(String operation, Tensor x) {
    if (Checks.required(operation, "operand", x).dtype() != DType.BOOL) {
      throw new IllegalArgumentException(
          operation + ": an operand has dtype " + x.dtype() + ", must be BOOL; compare first, e.g. x.ne(0)");
    }
    return x;
  }

  @Override
  public String label() {
    return "where";
  }

  @Override
  public int cost() {
    return 4;
  }

  @Override
  public ElementwiseKernel kernel() {
    return SelectKernel.WHERE;
  }

  @Override
  public VjpReads vjpReads() {
    return VjpTrial.of(this, DType.BOOL, DType.FLOAT32, DType.FLOAT32);
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return i == 0 ? null : i == 1 ? Tensor.where(x[0], g, 0) : Tensor.where(x[0], 0, g);
  }
}
