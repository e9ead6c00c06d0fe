package dev.gradlet.kernel;

import static dev.gradlet.kernel.Loops.TILE;
import static dev.gradlet.kernel.FloatProducts.PARTIALS;
import static dev.gradlet.kernel.FloatProducts.SMALL;

import java.util.Arrays;

/** {@link FloatProducts} in float64; small results are chains of plain numbers. */
final class DoubleProducts {
  /** Inner steps of a block: their rows of b stay in the L2 cache. */
  private static final int DEPTH = 64;

  private static final int ROWS = 4;

  private static final int FEW_COLUMNS = 64;

  private DoubleProducts() {}

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
    } else if (m <= SMALL && n <= SMALL) {
      double[] rows = Scratch.mine().doubles(Scratch.ROWS, m * k);
      Copies.copy(m, k, a, aOff, aRow, aCol, rows, 0, k, 1);
      for (int j = 0; j < n; j++) rowsTimesColumn(m, k, rows, 0, k, b, bOff + j * bCol, bRow, c, cOff + j, cRow);
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
      for (int p = 0; p == 0 || p < k; p += DEPTH) {
        int depth = Math.min(DEPTH, k - p);
        pack(scratch, depth, width, b, bOff + p * bRow + j * bCol, bRow, bCol);
        for (int i = 0; i < m; i += ROWS) {
          addRows(
              scratch, Math.min(ROWS, m - i), depth, width, p == 0, a, aOff + i * aRow + p * aCol, aRow, aCol,
              c, cOff + i * cRow + j * cCol, cRow, cCol);
        }
      }
    }
  }

  /** Adds a block of inner steps to rows of c: from c to tiles, unless it is the first block, and back. */
  private static void addRows(
      Scratch scratch, int rows, int depth, int width, boolean first,
      double[] a, int aAt, int aRow, int aCol, double[] c, int cAt, int cRow, int cCol) {
    int lanes = (width + 63) & -64;
    for (int r = 0; r < rows; r++) {
      double[] sums = scratch.doubleTile(DEPTH + r);
      if (first) Arrays.fill(sums, 0, lanes, 0);
      else Copies.gather(c, cAt + r * cRow, cCol, sums, width);
    }
    rows(scratch, rows, depth, lanes, a, aAt, aRow, aCol);
    for (int r = 0; r < rows; r++) Copies.scatter(scratch.doubleTile(DEPTH + r), c, cAt + r * cRow, cCol, width);
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

  /** c[i·cStep] = Σ_p a[i,p]·x[p], for contiguous rows of a, eight at a time. */
  private static void rowsTimesColumn(
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
        int at = row + p;
        c0 = Math.fma(a[at], xp, c0);
        c1 = Math.fma(a[at + aRow], xp, c1);
        c2 = Math.fma(a[at + 2 * aRow], xp, c2);
        c3 = Math.fma(a[at + 3 * aRow], xp, c3);
        c4 = Math.fma(a[at + 4 * aRow], xp, c4);
        c5 = Math.fma(a[at + 5 * aRow], xp, c5);
        c6 = Math.fma(a[at + 6 * aRow], xp, c6);
        c7 = Math.fma(a[at + 7 * aRow], xp, c7);
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

  /** A sum along k an element: partial sum r is the product of every sixteenth step from r on. */
  static void alongInner(
      Products products, int m, int n, int k,
      double[] a, int aOff, int aRow, int aCol,
      double[] b, int bOff, int bRow, int bCol,
      double[] c, int cOff, int cRow) {
    int size = m * n;
    double[] sums = Scratch.mine().doubles(Scratch.SUMS, PARTIALS * size);
    for (int r = 0; r < PARTIALS; r++) {
      int steps = (k - r + PARTIALS - 1) / PARTIALS;
      products.chains(
          m, n, steps, a, aOff + r * aCol, aRow, PARTIALS * aCol, b, bOff + r * bRow, PARTIALS * bRow, bCol,
          sums, r * size, n);
    }
    for (int w = PARTIALS / 2 * size; w >= size; w /= 2) {
      for (int i = 0; i < w; i++) sums[i] += sums[i + w];
    }
    Copies.copy(m, n, sums, 0, n, 1, c, cOff, cRow, 1);
  }
}
