package dev.gradlet;

import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.VjpReads;
import dev.gradlet.kernel.ComparisonKernel;
import dev.gradlet.kernel.ElementwiseKernel;
import dev.gradlet.kernel.Loops;
import java.util.Locale;

/**
 * Elementwise comparisons of two operands of one shape and dtype; the result is a mask. NaN differs from everything.
 */
enum Comparison implements Op, Operation.Elementwise {
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

  private final ComparisonKernel kernel;

  Comparison(
      Loops.Comparison<float[]> onFloats, Loops.Comparison<double[]> onDoubles, Loops.Comparison<int[]> onInts) {
    this.kernel = new ComparisonKernel(name().toLowerCase(Locale.ROOT), onFloats, onDoubles, onInts);
  }

  /** The comparison of two tensors that broadcast, in the type to which their types promote. */
  Tensor of(Tensor a, Tensor b) {
    Shape shape = Shape.broadcast(label(), a.shape(), Tensor.required(label(), "operand", b).shape());
    DType common = DType.promote(DType.promote(a, b), DType.INT32);
    return new Tensor(this, shape, DType.BOOL, a.to(common).expandTo(shape), b.to(common).expandTo(shape));
  }

  @Override
  public String label() {
    return kernel.label();
  }

  @Override
  public int cost() {
    return 4;
  }

  @Override
  public ElementwiseKernel kernel() {
    return kernel;
  }

  @Override
  public VjpReads vjpReads() {
    return VjpReads.NOTHING;
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return null;
  }
}
