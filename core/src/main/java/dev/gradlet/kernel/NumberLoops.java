package dev.gradlet.kernel;

import java.util.Map;

/**
 * Loops of a tile and one number: y = x ∘ c or y = c ∘ x. With the number in a register of the machine instead of a
 * tile full of it, they read half as much, and the tile need not be filled.
 */
public final class NumberLoops {
  private static final Map<String, FloatNumber> FLOATS =
      Map.of(
          "add", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i] + c; },
          "sub", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i] - c; },
          "mul", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i] * c; },
          "div", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i] / c; },
          "maximum", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(x[i], c); },
          "minimum", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.min(x[i], c); });

  private static final Map<String, FloatNumber> FLOATS_LEFT =
      Map.of(
          "add", FLOATS.get("add"),
          "sub", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = c - x[i]; },
          "mul", FLOATS.get("mul"),
          "div", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = c / x[i]; },
          "maximum", FLOATS.get("maximum"),
          "minimum", FLOATS.get("minimum"));

  private static final Map<String, DoubleNumber> DOUBLES =
      Map.of(
          "add", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i] + c; },
          "sub", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i] - c; },
          "mul", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i] * c; },
          "div", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i] / c; },
          "maximum", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(x[i], c); },
          "minimum", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.min(x[i], c); });

  private static final Map<String, DoubleNumber> DOUBLES_LEFT =
      Map.of(
          "add", DOUBLES.get("add"),
          "sub", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = c - x[i]; },
          "mul", DOUBLES.get("mul"),
          "div", (x, c, y, n) -> { for (int i = 0; i < n; i++) y[i] = c / x[i]; },
          "maximum", DOUBLES.get("maximum"),
          "minimum", DOUBLES.get("minimum"));

  private NumberLoops() {}

  @FunctionalInterface
  public interface FloatNumber {
    void apply(float[] x, float c, float[] y, int n);
  }

  @FunctionalInterface
  public interface DoubleNumber {
    void apply(double[] x, double c, double[] y, int n);
  }

  /** The loop of an operation with the number on its left or right; null where there is none. */
  public static FloatNumber floats(String op, boolean left) {
    return (left ? FLOATS_LEFT : FLOATS).get(op);
  }

  /** The same for doubles. */
  public static DoubleNumber doubles(String op, boolean left) {
    return (left ? DOUBLES_LEFT : DOUBLES).get(op);
  }
}
