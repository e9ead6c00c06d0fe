package dev.gradlet.kernel;

import java.util.Arrays;

/**
 * Loops over a tile that holds whole rows, each of {@code length} lanes, one after the other: a number for each row, or
 * the rows added up.
 *
 * <p>A row is folded by the halving tree of {@link Folds}, in a copy: filled up with what changes nothing.
 */
final class RowLoops {
  private RowLoops() {}

  /** y[r] = Σ row r. */
  static void sum(float[] x, int at, int length, int rows, float[] y) {
    for (int r = 0; r < rows; r++) y[r] = Folds.sum(row(x, at + r * length, length, 0), length);
  }

  static void min(float[] x, int at, int length, int rows, float[] y) {
    for (int r = 0; r < rows; r++) y[r] = Folds.min(row(x, at + r * length, length, Float.POSITIVE_INFINITY), length);
  }

  static void max(float[] x, int at, int length, int rows, float[] y) {
    for (int r = 0; r < rows; r++) y[r] = Folds.max(row(x, at + r * length, length, Float.NEGATIVE_INFINITY), length);
  }

  static void sum(double[] x, int length, int rows, double[] y) {
    for (int r = 0; r < rows; r++) y[r] = Folds.sum(row(x, r * length, length, 0), length);
  }

  static void min(double[] x, int length, int rows, double[] y) {
    for (int r = 0; r < rows; r++) y[r] = Folds.min(row(x, r * length, length, Double.POSITIVE_INFINITY), length);
  }

  static void max(double[] x, int length, int rows, double[] y) {
    for (int r = 0; r < rows; r++) y[r] = Folds.max(row(x, r * length, length, Double.NEGATIVE_INFINITY), length);
  }

  /** s[i] += Σ row[i], row after row. */
  static void add(float[] s, float[] x, int at, int length, int rows) {
    for (int from = at; from < at + rows * length; from += length) {
      for (int i = 0; i < length; i++) s[i] += x[from + i];
    }
  }

  static void add(double[] s, double[] x, int at, int length, int rows) {
    for (int from = at; from < at + rows * length; from += length) {
      for (int i = 0; i < length; i++) s[i] += x[from + i];
    }
  }

  /** y[i] = x[i] == c[r] ? a : b for all lanes i of row r. */
  static void selectEqual(int[] x, int[] c, float a, float b, int length, int rows, float[] y) {
    for (int r = 0, i = 0; r < rows; r++) {
      for (int end = i + length; i < end; i++) y[i] = x[i] == c[r] ? a : b;
    }
  }

  /** y[i] = x[r] for all lanes i of row r. */
  static void widen(float[] x, int length, int rows, float[] y) {
    for (int r = 0; r < rows; r++) Arrays.fill(y, r * length, (r + 1) * length, x[r]);
  }

  static void widen(double[] x, int length, int rows, double[] y) {
    for (int r = 0; r < rows; r++) Arrays.fill(y, r * length, (r + 1) * length, x[r]);
  }

  static void widen(int[] x, int length, int rows, int[] y) {
    for (int r = 0; r < rows; r++) Arrays.fill(y, r * length, (r + 1) * length, x[r]);
  }

  static void widen(boolean[] x, int length, int rows, boolean[] y) {
    for (int r = 0; r < rows; r++) Arrays.fill(y, r * length, (r + 1) * length, x[r]);
  }

  /** A copy of a row, filled up to the width of the tree over it. */
  static float[] row(float[] x, int from, int length, float neutral) {
    float[] p = Scratch.mine().floatTile(0);
    System.arraycopy(x, from, p, 0, length);
    for (int i = length; i < Folds.width(length); i++) p[i] = neutral;
    return p;
  }

  private static double[] row(double[] x, int from, int length, double neutral) {
    double[] p = Scratch.mine().doubleTile(0);
    System.arraycopy(x, from, p, 0, length);
    for (int i = length; i < Folds.width(length); i++) p[i] = neutral;
    return p;
  }
}
