package dev.gradlet.kernel;

import static dev.gradlet.kernel.Loops.TILE;
import static dev.gradlet.kernel.Matmul.INNER_DEPTH;
import static dev.gradlet.kernel.Matmul.PARTIALS;

import java.util.Arrays;

/** {@link Matmul} in float64. */
final class DoubleMatmul {
  /** Inner steps of a block: their rows of b stay in the L2 cache. */
  private static final int DEPTH = 64;

  private static final int ROWS = 4;

  private static final int FEW_COLUMNS = 64;

  private DoubleMatmul() {}

  /** One chain of fma an element. */
  static void chains(
      int m, int n, int k,
      double[] a, int aOff, int aRow, int aCol,
      double[] b, int bOff, int bRow, int bCol,
      double[] c, int cOff, int cRow) {
    if (n == 1 && aCol == 1) {
      rowsTimesColumn(m, k, a, aOff, aRow, b, bOff, bRow, c, cOff, cRow);
    } else if (m == 1 && bRow == 1) {
      rowsTimesColumn(n, k, b, bOff, bCol, a, aOff, aCol, c, cOff, 1);
    } else if (n <= FEW_COLUMNS && m > n) {
      tiles(n, m, k, b, bOff, bCol, bRow, a, aOff, aCol, aRow, c, cOff, 1, cRow);
    } else {
      tiles(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow, 1);
    }
  }

  private static void tiles(
      int m, int n, int k,
      double[] a, int aOff, int aRow, int aCol,
      double[] b, int bOff, int bRow, int bCol,
      double[] c, int cOff, int cRow, int cCol) {
    Scratch scratch = Scratch.mine();
    for (int j = 0; j < n; j += TILE) {
      int width = Math.min(TILE, n - j);
      int lanes = (width + 63) & -64;
      for (int p = 0; p == 0 || p < k; p += DEPTH) {
        int depth = Math.min(DEPTH, k - p);
        pack(scratch, depth, width, b, bOff + p * bRow + j * bCol, bRow, bCol);
        for (int i = 0; i < m; i += ROWS) {
          int rows = Math.min(ROWS, m - i);
          int at = cOff + i * cRow + j * cCol;
          for (int r = 0; r < rows; r++) {
            double[] sums = scratch.doubleTile(DEPTH + r);
            if (p == 0) Arrays.fill(sums, 0, lanes, 0);
            else Copies.gather(c, at + r * cRow, cCol, sums, width);
          }
          rows(scratch, rows, depth, lanes, a, aOff + i * aRow + p * aCol, aRow, aCol);
          for (int r = 0; r < rows; r++) Copies.scatter(scratch.doubleTile(DEPTH + r), c, at + r * cRow, cCol, width);
        }
      }
    }
  }

  /** Rows of b to tiles 0 to depth. */
  private static void pack(Scratch scratch, int depth, int width, double[] b, int bAt, int bRow, int bCol) {
    if (bRow == 1 && bCol != 1) {
      double[] panel = scratch.doubles(Scratch.PANEL, DEPTH * TILE);
      Copies.transpose(b, bAt, bCol, width, depth, panel, 0, width);
      for (int p = 0; p < depth; p++) System.arraycopy(panel, p * width, scratch.doubleTile(p), 0, width);
    } else {
      for (int p = 0; p < depth; p++) Copies.gather(b, bAt + p * bRow, bCol, scratch.doubleTile(p), width);
    }
  }

  /**
   * Up to four rows of c, in tiles from DEPTH on, meet the packed rows of b. Rows there are not repeat the first of a.
   */
  private static void rows(
      Scratch scratch, int rows, int depth, int lanes, double[] a, int aAt, int aRow, int aCol) {
    double[] c0 = scratch.doubleTile(DEPTH);
    double[] c1 = scratch.doubleTile(DEPTH + 1);
    double[] c2 = scratch.doubleTile(DEPTH + 2);
    double[] c3 = scratch.doubleTile(DEPTH + 3);
    int row1 = rows > 1 ? aRow : 0;
    int row2 = rows > 2 ? 2 * aRow : 0;
    int row3 = rows > 3 ? 3 * aRow : 0;
    int p = 0;
    for (; p + 2 <= depth; p += 2) {
      int x = aAt + p * aCol;
      int y = x + aCol;
      double[] b0 = scratch.doubleTile(p);
      double[] b1 = scratch.doubleTile(p + 1);
      if (rows > 2) {
        step(
            c0, c1, c2, c3, b0, b1,
            a[x], a[y], a[x + row1], a[y + row1], a[x + row2], a[y + row2], a[x + row3], a[y + row3], lanes);
      } else {
        step(c0, c1, b0, b1, a[x], a[y], a[x + row1], a[y + row1], lanes);
      }
    }
    if (p == depth) return;
    int x = aAt + p * aCol;
    double[] b = scratch.doubleTile(p);
    step(c0, c1, b, a[x], a[x + row1], lanes);
    if (rows > 2) step(c2, c3, b, a[x + row2], a[x + row3], lanes);
  }

  private static void step(
      double[] c0, double[] c1, double[] c2, double[] c3, double[] b0, double[] b1,
      double a00, double a01, double a10, double a11, double a20, double a21, double a30, double a31, int n) {
    for (int j = 0; j < n; j++) {
      double x = b0[j];
      double y = b1[j];
      c0[j] = Math.fma(a01, y, Math.fma(a00, x, c0[j]));
      c1[j] = Math.fma(a11, y, Math.fma(a10, x, c1[j]));
      c2[j] = Math.fma(a21, y, Math.fma(a20, x, c2[j]));
      c3[j] = Math.fma(a31, y, Math.fma(a30, x, c3[j]));
    }
  }

  private static void step(
      double[] c0, double[] c1, double[] b0, double[] b1, double a00, double a01, double a10, double a11, int n) {
    for (int j = 0; j < n; j++) {
      double x = b0[j];
      double y = b1[j];
      c0[j] = Math.fma(a01, y, Math.fma(a00, x, c0[j]));
      c1[j] = Math.fma(a11, y, Math.fma(a10, x, c1[j]));
    }
  }

  private static void step(double[] c0, double[] c1, double[] b, double a0, double a1, int n) {
    for (int j = 0; j < n; j++) {
      double x = b[j];
      c0[j] = Math.fma(a0, x, c0[j]);
      c1[j] = Math.fma(a1, x, c1[j]);
    }
  }

  /** c[i·cStep] = Σ_p a[i,p]·x[p], for contiguous rows of a. */
  static void rowsTimesColumn(
      int m, int k, double[] a, int aOff, int aRow, double[] x, int xOff, int xStep, double[] c, int cOff, int cStep) {
    int i = 0;
    for (; i + 8 <= m; i += 8) {
      int row = aOff + i * aRow;
      double c0 = 0;
      double c1 = 0;
      double c2 = 0;
      double c3 = 0;
      double c4 = 0;
      double c5 = 0;
      double c6 = 0;
      double c7 = 0;
      for (int p = 0; p < k; p++) {
        double xp = x[xOff + p * xStep];
        c0 = Math.fma(a[row + p], xp, c0);
        c1 = Math.fma(a[row + p + aRow], xp, c1);
        c2 = Math.fma(a[row + p + 2 * aRow], xp, c2);
        c3 = Math.fma(a[row + p + 3 * aRow], xp, c3);
        c4 = Math.fma(a[row + p + 4 * aRow], xp, c4);
        c5 = Math.fma(a[row + p + 5 * aRow], xp, c5);
        c6 = Math.fma(a[row + p + 6 * aRow], xp, c6);
        c7 = Math.fma(a[row + p + 7 * aRow], xp, c7);
      }
      c[cOff + i * cStep] = c0;
      c[cOff + (i + 1) * cStep] = c1;
      c[cOff + (i + 2) * cStep] = c2;
      c[cOff + (i + 3) * cStep] = c3;
      c[cOff + (i + 4) * cStep] = c4;
      c[cOff + (i + 5) * cStep] = c5;
      c[cOff + (i + 6) * cStep] = c6;
      c[cOff + (i + 7) * cStep] = c7;
    }
    for (; i < m; i++) {
      double sum = 0;
      for (int p = 0; p < k; p++) sum = Math.fma(a[aOff + i * aRow + p], x[xOff + p * xStep], sum);
      c[cOff + i * cStep] = sum;
    }
  }

  /** A sum along k an element: for results of few elements, two rows by five columns at a time. */
  static void alongInner(
      int m, int n, int k,
      double[] a, int aOff, int aRow, int aCol,
      double[] b, int bOff, int bRow, int bCol,
      double[] c, int cOff, int cRow) {
    Scratch scratch = Scratch.mine();
    double[] sums = scratch.doubles(Scratch.SUMS, m * n * PARTIALS);
    double[] x = scratch.doubles(Scratch.PANEL, m * INNER_DEPTH);
    double[] y = scratch.doubles(Scratch.BUFFER, n * INNER_DEPTH);
    Arrays.fill(sums, 0, m * n * PARTIALS, 0);
    for (int p = 0; p < k; p += INNER_DEPTH) {
      int depth = Math.min(INNER_DEPTH, k - p);
      packRows(m, depth, a, aOff + p * aCol, aRow, aCol, x);
      packRows(n, depth, b, bOff + p * bRow, bCol, bRow, y);
      for (int i = 0; i < m; i += 2) {
        for (int j = 0; j < n; j += 5) {
          for (int r = 0; r < Math.min(PARTIALS, depth); r++) twoByFive(depth, m, n, i, j, x, y, sums, r);
        }
      }
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) c[cOff + i * cRow + j] = fold(sums, (i * n + j) * PARTIALS);
    }
  }

  /** Rows, at strides {@code row} and {@code step}, to rows of INNER_DEPTH adjacent steps. */
  private static void packRows(int rows, int depth, double[] x, int at, int row, int step, double[] y) {
    if (row == 1 && step != 1) {
      Copies.transpose(x, at, step, depth, rows, y, 0, INNER_DEPTH);
    } else {
      for (int i = 0; i < rows; i++) {
        int from = at + i * row;
        if (step == 1) {
          System.arraycopy(x, from, y, i * INNER_DEPTH, depth);
        } else {
          for (int p = 0; p < depth; p++) y[i * INNER_DEPTH + p] = x[from + p * step];
        }
      }
    }
  }

  /** Partial r of rows from i and columns from j on; those beyond the last are the last once more. */
  private static void twoByFive(
      int depth, int m, int n, int i, int j, double[] x, double[] y, double[] sums, int r) {
    int i1 = Math.min(i + 1, m - 1);
    int j1 = Math.min(j + 1, n - 1);
    int j2 = Math.min(j + 2, n - 1);
    int j3 = Math.min(j + 3, n - 1);
    int j4 = Math.min(j + 4, n - 1);
    int row0 = i * n * PARTIALS + r;
    int row1 = i1 * n * PARTIALS + r;
    double c00 = sums[row0 + j * PARTIALS];
    double c01 = sums[row0 + j1 * PARTIALS];
    double c02 = sums[row0 + j2 * PARTIALS];
    double c03 = sums[row0 + j3 * PARTIALS];
    double c04 = sums[row0 + j4 * PARTIALS];
    double c10 = sums[row1 + j * PARTIALS];
    double c11 = sums[row1 + j1 * PARTIALS];
    double c12 = sums[row1 + j2 * PARTIALS];
    double c13 = sums[row1 + j3 * PARTIALS];
    double c14 = sums[row1 + j4 * PARTIALS];
    int x0 = i * INNER_DEPTH;
    int x1 = i1 * INNER_DEPTH;
    int y0 = j * INNER_DEPTH;
    int y1 = j1 * INNER_DEPTH;
    int y2 = j2 * INNER_DEPTH;
    int y3 = j3 * INNER_DEPTH;
    int y4 = j4 * INNER_DEPTH;
    for (int p = r; p < depth; p += PARTIALS) {
      double a0 = x[x0 + p];
      double a1 = x[x1 + p];
      double b0 = y[y0 + p];
      double b1 = y[y1 + p];
      double b2 = y[y2 + p];
      double b3 = y[y3 + p];
      double b4 = y[y4 + p];
      c00 = Math.fma(a0, b0, c00);
      c01 = Math.fma(a0, b1, c01);
      c02 = Math.fma(a0, b2, c02);
      c03 = Math.fma(a0, b3, c03);
      c04 = Math.fma(a0, b4, c04);
      c10 = Math.fma(a1, b0, c10);
      c11 = Math.fma(a1, b1, c11);
      c12 = Math.fma(a1, b2, c12);
      c13 = Math.fma(a1, b3, c13);
      c14 = Math.fma(a1, b4, c14);
    }
    sums[row0 + j * PARTIALS] = c00;
    sums[row0 + j1 * PARTIALS] = c01;
    sums[row0 + j2 * PARTIALS] = c02;
    sums[row0 + j3 * PARTIALS] = c03;
    sums[row0 + j4 * PARTIALS] = c04;
    sums[row1 + j * PARTIALS] = c10;
    sums[row1 + j1 * PARTIALS] = c11;
    sums[row1 + j2 * PARTIALS] = c12;
    sums[row1 + j3 * PARTIALS] = c13;
    sums[row1 + j4 * PARTIALS] = c14;
  }

  /** The halving tree of {@link Folds} over the partials of one element. */
  static double fold(double[] sums, int at) {
    return everySecond(sums, at) + everySecond(sums, at + 1);
  }

  private static double everySecond(double[] s, int at) {
    return ((s[at] + s[at + 8]) + (s[at + 4] + s[at + 12])) + ((s[at + 2] + s[at + 10]) + (s[at + 6] + s[at + 14]));
  }
}
