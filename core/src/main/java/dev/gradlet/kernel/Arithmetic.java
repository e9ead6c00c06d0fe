package dev.gradlet.kernel;

/** The arithmetic of two operands. */
public final class Arithmetic {
  public static final BinaryLoops ADD = new BinaryLoops("add",
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] + b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] + b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] + b[i]; });

  public static final BinaryLoops SUB = new BinaryLoops("sub",
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] - b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] - b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] - b[i]; });

  public static final BinaryLoops MUL = new BinaryLoops("mul",
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] * b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] * b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] * b[i]; });

  public static final BinaryLoops DIV = new BinaryLoops("div",
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] / b[i]; },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] / b[i]; },
      null);

  /** NaN wins. */
  public static final BinaryLoops MAXIMUM = new BinaryLoops("maximum",
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(a[i], b[i]); },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(a[i], b[i]); },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(a[i], b[i]); });

  /** NaN wins. */
  public static final BinaryLoops MINIMUM = new BinaryLoops("minimum",
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.min(a[i], b[i]); },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.min(a[i], b[i]); },
      (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.min(a[i], b[i]); });

  private Arithmetic() {}
}
