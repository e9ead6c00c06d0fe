package dev.gradlet.kernel;

import static dev.gradlet.kernel.Tile.TALL;

/**
 * Rows of a product's left operand, eight by eight: of each eight the first column, the second, … 0.3 ns an element, a
 * store an element being the limit.
 */
final class Packing {
  private Packing() {}

  /** y[to + p·8 + r] = x[r, p], for eight rows of x, or fewer: then nothing is said about the others. */
  static void interleave(int rows, int steps, float[] x, int at, int row, int step, float[] y, int to) {
    if (rows == TALL && step == 1) {
      interleaveRows(steps, x, at, row, y, to);
    } else if (rows == TALL && row == 1) {
      interleaveColumns(steps, x, at, step, y, to);
    } else {
      Copies.copy(rows, steps, x, at, row, step, y, to, 1, TALL);
    }
  }

  private static void interleaveRows(int steps, float[] x, int row0, int row, float[] y, int to) {
    int row1 = row0 + row;
    int row2 = row1 + row;
    int row3 = row2 + row;
    int row4 = row3 + row;
    int row5 = row4 + row;
    int row6 = row5 + row;
    int row7 = row6 + row;
    for (int p = 0; p < steps; p++) {
      y[to + p * TALL] = x[row0 + p];
      y[to + p * TALL + 1] = x[row1 + p];
      y[to + p * TALL + 2] = x[row2 + p];
      y[to + p * TALL + 3] = x[row3 + p];
      y[to + p * TALL + 4] = x[row4 + p];
      y[to + p * TALL + 5] = x[row5 + p];
      y[to + p * TALL + 6] = x[row6 + p];
      y[to + p * TALL + 7] = x[row7 + p];
    }
  }

  private static void interleaveColumns(int steps, float[] x, int at, int step, float[] y, int to) {
    for (int p = 0, from = at; p < steps; p++, from += step) {
      y[to + p * TALL] = x[from];
      y[to + p * TALL + 1] = x[from + 1];
      y[to + p * TALL + 2] = x[from + 2];
      y[to + p * TALL + 3] = x[from + 3];
      y[to + p * TALL + 4] = x[from + 4];
      y[to + p * TALL + 5] = x[from + 5];
      y[to + p * TALL + 6] = x[from + 6];
      y[to + p * TALL + 7] = x[from + 7];
    }
  }

  /** y[to + p·8 + r] = x[r, p], for eight rows of x, or fewer: then nothing is said about the others. */
  static void interleave(int rows, int steps, double[] x, int at, int row, int step, double[] y, int to) {
    if (rows == TALL && step == 1) {
      interleaveRows(steps, x, at, row, y, to);
    } else if (rows == TALL && row == 1) {
      interleaveColumns(steps, x, at, step, y, to);
    } else {
      Copies.copy(rows, steps, x, at, row, step, y, to, 1, TALL);
    }
  }

  private static void interleaveRows(int steps, double[] x, int row0, int row, double[] y, int to) {
    int row1 = row0 + row;
    int row2 = row1 + row;
    int row3 = row2 + row;
    int row4 = row3 + row;
    int row5 = row4 + row;
    int row6 = row5 + row;
    int row7 = row6 + row;
    for (int p = 0; p < steps; p++) {
      y[to + p * TALL] = x[row0 + p];
      y[to + p * TALL + 1] = x[row1 + p];
      y[to + p * TALL + 2] = x[row2 + p];
      y[to + p * TALL + 3] = x[row3 + p];
      y[to + p * TALL + 4] = x[row4 + p];
      y[to + p * TALL + 5] = x[row5 + p];
      y[to + p * TALL + 6] = x[row6 + p];
      y[to + p * TALL + 7] = x[row7 + p];
    }
  }

  private static void interleaveColumns(int steps, double[] x, int at, int step, double[] y, int to) {
    for (int p = 0, from = at; p < steps; p++, from += step) {
      y[to + p * TALL] = x[from];
      y[to + p * TALL + 1] = x[from + 1];
      y[to + p * TALL + 2] = x[from + 2];
      y[to + p * TALL + 3] = x[from + 3];
      y[to + p * TALL + 4] = x[from + 4];
      y[to + p * TALL + 5] = x[from + 5];
      y[to + p * TALL + 6] = x[from + 6];
      y[to + p * TALL + 7] = x[from + 7];
    }
  }
}
