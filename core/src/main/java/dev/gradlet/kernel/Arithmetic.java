package dev.gradlet.kernel;

/** The arithmetic of two operands, and of one and a number. */
public final class Arithmetic {
  public static final BinaryKernel ADD = new BinaryKernel("add",
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] + b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] + b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] + b[i]; })
      .withNumber(
          (x, b, y, n) -> { float c = b[0]; for (int i = 0; i < n; i++) y[i] = x[i] + c; },
          (x, b, y, n) -> { double c = b[0]; for (int i = 0; i < n; i++) y[i] = x[i] + c; });

  public static final BinaryKernel SUB = new BinaryKernel("sub",
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] - b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] - b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] - b[i]; })
      .withNumber(
          (x, b, y, n) -> { float c = b[0]; for (int i = 0; i < n; i++) y[i] = x[i] - c; },
          (x, b, y, n) -> { double c = b[0]; for (int i = 0; i < n; i++) y[i] = x[i] - c; })
      .withNumberFirst(
          (x, a, y, n) -> { float c = a[0]; for (int i = 0; i < n; i++) y[i] = c - x[i]; },
          (x, a, y, n) -> { double c = a[0]; for (int i = 0; i < n; i++) y[i] = c - x[i]; });

  public static final BinaryKernel MUL = new BinaryKernel("mul",
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] * b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] * b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] * b[i]; })
      .withNumber(
          (x, b, y, n) -> { float c = b[0]; for (int i = 0; i < n; i++) y[i] = x[i] * c; },
          (x, b, y, n) -> { double c = b[0]; for (int i = 0; i < n; i++) y[i] = x[i] * c; });

  public static final BinaryKernel DIV = new BinaryKernel("div",
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] / b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] / b[i]; },
      null)
      .withNumber(
          (x, b, y, n) -> { float c = b[0]; for (int i = 0; i < n; i++) y[i] = x[i] / c; },
          (x, b, y, n) -> { double c = b[0]; for (int i = 0; i < n; i++) y[i] = x[i] / c; })
      .withNumberFirst(
          (x, a, y, n) -> { float c = a[0]; for (int i = 0; i < n; i++) y[i] = c / x[i]; },
          (x, a, y, n) -> { double c = a[0]; for (int i = 0; i < n; i++) y[i] = c / x[i]; });

  /** NaN wins. */
  public static final BinaryKernel MAXIMUM = new BinaryKernel("maximum",
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(a[i], b[i]); },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(a[i], b[i]); },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(a[i], b[i]); })
      .withNumber(
          (x, b, y, n) -> { float c = b[0]; for (int i = 0; i < n; i++) y[i] = Math.max(x[i], c); },
          (x, b, y, n) -> { double c = b[0]; for (int i = 0; i < n; i++) y[i] = Math.max(x[i], c); });

  /** NaN wins. */
  public static final BinaryKernel MINIMUM = new BinaryKernel("minimum",
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.min(a[i], b[i]); },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.min(a[i], b[i]); },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.min(a[i], b[i]); })
      .withNumber(
          (x, b, y, n) -> { float c = b[0]; for (int i = 0; i < n; i++) y[i] = Math.min(x[i], c); },
          (x, b, y, n) -> { double c = b[0]; for (int i = 0; i < n; i++) y[i] = Math.min(x[i], c); });

  private Arithmetic() {}
}
