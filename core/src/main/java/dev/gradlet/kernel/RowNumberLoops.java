package dev.gradlet.kernel;

import java.util.Map;

/** Arithmetic of a tile of rows, each of {@code length} lanes, and a number for each row: y[i] = x[i] ∘ c[r]. */
public final class RowNumberLoops {
  private static final Map<String, FloatRowNumber> RIGHT = Map.of(
      "add", RowNumberLoops::add,
      "sub", RowNumberLoops::subtract,
      "mul", RowNumberLoops::multiply,
      "div", RowNumberLoops::divide);

  private static final Map<String, FloatRowNumber> LEFT = Map.of(
      "add", RowNumberLoops::add,
      "mul", RowNumberLoops::multiply);

  /** y[i] = x[i] ∘ c[r] for all lanes i of each row r, or c[r] ∘ x[i]. */
  @FunctionalInterface
  public interface FloatRowNumber {
    void apply(float[] x, float[] c, int length, int rows, float[] y);
  }

  private RowNumberLoops() {}

  /** The loop of that name with the numbers on the left or on the right, or null. */
  public static FloatRowNumber floats(String op, boolean left) {
    return (left ? LEFT : RIGHT).get(op);
  }

  private static void add(float[] x, float[] c, int length, int rows, float[] y) {
    for (int r = 0, i = 0; r < rows; r++) {
      for (int end = i + length; i < end; i++) y[i] = x[i] + c[r];
    }
  }

  private static void subtract(float[] x, float[] c, int length, int rows, float[] y) {
    for (int r = 0, i = 0; r < rows; r++) {
      for (int end = i + length; i < end; i++) y[i] = x[i] - c[r];
    }
  }

  private static void multiply(float[] x, float[] c, int length, int rows, float[] y) {
    for (int r = 0, i = 0; r < rows; r++) {
      for (int end = i + length; i < end; i++) y[i] = x[i] * c[r];
    }
  }

  private static void divide(float[] x, float[] c, int length, int rows, float[] y) {
    for (int r = 0, i = 0; r < rows; r++) {
      for (int end = i + length; i < end; i++) y[i] = x[i] / c[r];
    }
  }
}
