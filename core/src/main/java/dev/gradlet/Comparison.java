package dev.gradlet;

import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.VjpReads;
import dev.gradlet.kernel.ComparisonKernel;
import dev.gradlet.kernel.ElementwiseKernel;
import java.util.Locale;

/**
 * Elementwise comparisons of two operands of one shape and dtype; the result is a mask. NaN differs from everything.
 */
enum Comparison implements Op, Operation.Elementwise {
  EQ, NE, LT, LE, GT, GE;

  private final String label = name().toLowerCase(Locale.ROOT);
  private final Lazy<ComparisonKernel> kernel = new Lazy<>(this::table);

  /** The loops: see {@link Unary}. */
  private ComparisonKernel table() {
    return switch (this) {
      case EQ -> new ComparisonKernel(label,
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] == b[i]; },
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] == b[i]; },
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] == b[i]; });
      case NE -> new ComparisonKernel(label,
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] != b[i]; },
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] != b[i]; },
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] != b[i]; });
      case LT -> new ComparisonKernel(label,
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] < b[i]; },
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] < b[i]; },
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] < b[i]; });
      case LE -> new ComparisonKernel(label,
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] <= b[i]; },
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] <= b[i]; },
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] <= b[i]; });
      case GT -> new ComparisonKernel(label,
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] > b[i]; },
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] > b[i]; },
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] > b[i]; });
      case GE -> new ComparisonKernel(label,
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] >= b[i]; },
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] >= b[i]; },
          (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] >= b[i]; });
    };
  }

  /** The comparison of two tensors that broadcast, in the type to which their types promote. */
  Tensor of(Tensor a, Tensor b) {
    Shape shape = Operands.shape(label(), a.shape(), Checks.required(label(), "operand", b).shape());
    DType common = DType.promote(Operands.dtype(a, b), DType.INT32);
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
  public ElementwiseKernel kernel() {
    return kernel.get();
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
