package dev.gradlet.kernel;

import static dev.gradlet.kernel.Loops.TILE;

import java.util.Arrays;

/**
 * The matrix product in plain Java, float32, and the rule that says how a product is summed.
 *
 * <p>HotSpot vectorises a loop over arrays that all start at index 0, so rows are copied into tiles of up to 1,024
 * lanes. A pass takes two steps of the inner dimension for four rows of c: two rows of b, read once, meet all four, and
 * each sum is loaded and stored once for two fma. 50 to 60 GFLOP/s where the Vector API reaches 105 and textbook loops
 * 2; two rows a pass reach 35. b[j] is read into a local first: read again after a store to c, which might be the same
 * array, it costs six times as much on 17. Four steps a pass do not vectorise there either.
 *
 * <p>The lanes run along the columns of c; where those are few and the rows are not, along the rows: cᵀ = bᵀ·aᵀ. A
 * product with a vector, whose rows are contiguous, is a chain a row, eight at a time.
 *
 * <p>Loops of 64 lanes reach 22 GFLOP/s, of 128 lanes 35, of 512 lanes 52: short loops run mostly outside of the
 * unrolled part. Tiles that are further apart in memory, which share less of the L1 cache, were no faster.
 */
public final class FloatProducts {
  /** Partial sums of a sum along k: step p goes into partial p mod 16, then the halving tree of {@link HalvingTree}. */
  static final int PARTIALS = 16;

  /** Rows and columns of results that are summed along k. */
  static final int SMALL = 16;

  /** Inner steps of a block of a sum along k: seven rows and columns stay in the L1 cache. Whole rounds of partials. */
  static final int INNER_DEPTH = 512;

  /** Inner steps of a block: their rows of b stay in the L2 cache. */
  private static final int DEPTH = 64;

  private static final int ROWS = 4;

  private static final int FEW_COLUMNS = 64;

  private FloatProducts() {}

  /**
   * Whether (m × k) · (k × n) is summed along k, in partials, rather than in one chain of fma an element: a rule of
   * shapes alone. Small results of long sums, whose rows and columns are poor lanes, are.
   */
  public static boolean sumsAlongInner(long m, long n, long k) {
    return m <= SMALL && n <= SMALL && k >= 256;
  }

  /** One chain of fma an element. */
  static void chains(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
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
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow, int cCol) {
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
      float[] a, int aAt, int aRow, int aCol, float[] c, int cAt, int cRow, int cCol) {
    int lanes = (width + 63) & -64;
    for (int r = 0; r < rows; r++) {
      float[] sums = scratch.floatTile(DEPTH + r);
      if (first) Arrays.fill(sums, 0, lanes, 0);
      else Copies.gather(c, cAt + r * cRow, cCol, sums, width);
    }
    rows(scratch, rows, depth, lanes, a, aAt, aRow, aCol);
    for (int r = 0; r < rows; r++) Copies.scatter(scratch.floatTile(DEPTH + r), c, cAt + r * cRow, cCol, width);
  }

  /** Rows of b to tiles 0 to depth. */
  private static void pack(Scratch scratch, int depth, int width, float[] b, int bAt, int bRow, int bCol) {
    if (bRow == 1 && bCol != 1) {
      float[] panel = scratch.floats(Scratch.PANEL, DEPTH * TILE);
      Copies.transpose(b, bAt, bCol, width, depth, panel, 0, width);
      for (int p = 0; p < depth; p++) System.arraycopy(panel, p * width, scratch.floatTile(p), 0, width);
    } else {
      for (int p = 0; p < depth; p++) Copies.gather(b, bAt + p * bRow, bCol, scratch.floatTile(p), width);
    }
  }

  /**
   * Up to four rows of c, in tiles from DEPTH on, meet the packed rows of b. Rows there are not repeat the first of a.
   */
  private static void rows(
      Scratch scratch, int rows, int depth, int lanes, float[] a, int aAt, int aRow, int aCol) {
    float[] c0 = scratch.floatTile(DEPTH);
    float[] c1 = scratch.floatTile(DEPTH + 1);
    float[] c2 = scratch.floatTile(DEPTH + 2);
    float[] c3 = scratch.floatTile(DEPTH + 3);
    int row1 = rows > 1 ? aRow : 0;
    int row2 = rows > 2 ? 2 * aRow : 0;
    int row3 = rows > 3 ? 3 * aRow : 0;
    int p = 0;
    for (; p + 2 <= depth; p += 2) {
      int x = aAt + p * aCol;
      int y = x + aCol;
      float[] b0 = scratch.floatTile(p);
      float[] b1 = scratch.floatTile(p + 1);
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
    float[] b = scratch.floatTile(p);
    step(c0, c1, b, a[x], a[x + row1], lanes);
    if (rows > 2) step(c2, c3, b, a[x + row2], a[x + row3], lanes);
  }

  private static void step(
      float[] c0, float[] c1, float[] c2, float[] c3, float[] b0, float[] b1,
      float a00, float a01, float a10, float a11, float a20, float a21, float a30, float a31, int n) {
    for (int j = 0; j < n; j++) {
      float x = b0[j];
      float y = b1[j];
      c0[j] = Math.fma(a01, y, Math.fma(a00, x, c0[j]));
      c1[j] = Math.fma(a11, y, Math.fma(a10, x, c1[j]));
      c2[j] = Math.fma(a21, y, Math.fma(a20, x, c2[j]));
      c3[j] = Math.fma(a31, y, Math.fma(a30, x, c3[j]));
    }
  }

  private static void step(
      float[] c0, float[] c1, float[] b0, float[] b1, float a00, float a01, float a10, float a11, int n) {
    for (int j = 0; j < n; j++) {
      float x = b0[j];
      float y = b1[j];
      c0[j] = Math.fma(a01, y, Math.fma(a00, x, c0[j]));
      c1[j] = Math.fma(a11, y, Math.fma(a10, x, c1[j]));
    }
  }

  private static void step(float[] c0, float[] c1, float[] b, float a0, float a1, int n) {
    for (int j = 0; j < n; j++) {
      float x = b[j];
      c0[j] = Math.fma(a0, x, c0[j]);
      c1[j] = Math.fma(a1, x, c1[j]);
    }
  }

  /** c[i·cStep] = Σ_p a[i,p]·x[p], for contiguous rows of a. */
  static void rowsTimesColumn(
      int m, int k, float[] a, int aOff, int aRow, float[] x, int xOff, int xStep, float[] c, int cOff, int cStep) {
    int i = 0;
    for (; i + 8 <= m; i += 8) {
      int row = aOff + i * aRow;
      float c0 = 0;
      float c1 = 0;
      float c2 = 0;
      float c3 = 0;
      float c4 = 0;
      float c5 = 0;
      float c6 = 0;
      float c7 = 0;
      for (int p = 0; p < k; p++) {
        float xp = x[xOff + p * xStep];
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
      float sum = 0;
      for (int p = 0; p < k; p++) sum = Math.fma(a[aOff + i * aRow + p], x[xOff + p * xStep], sum);
      c[cOff + i * cStep] = sum;
    }
  }

  /**
   * A sum along k an element: for results of few elements. Rows of a and columns of b are packed, and two by five meet
   * in ten chains of plain numbers: 48 to 66 µs for (10 × 2000) · (2000 × 10). Vectorised loops over 256 partials took
   * 39 to 54, but the Vector API's kernel wants few partials. Two by four are slower by a quarter; five by five, which
   * need more registers than most have, are faster by a tenth.
   */
  static void alongInner(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    Scratch scratch = Scratch.mine();
    float[] sums = scratch.floats(Scratch.SUMS, m * n * PARTIALS);
    float[] x = scratch.floats(Scratch.PANEL, m * INNER_DEPTH);
    float[] y = scratch.floats(Scratch.BUFFER, n * INNER_DEPTH);
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
  private static void packRows(int rows, int depth, float[] x, int at, int row, int step, float[] y) {
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
      int depth, int m, int n, int i, int j, float[] x, float[] y, float[] sums, int r) {
    int i1 = Math.min(i + 1, m - 1);
    int j1 = Math.min(j + 1, n - 1);
    int j2 = Math.min(j + 2, n - 1);
    int j3 = Math.min(j + 3, n - 1);
    int j4 = Math.min(j + 4, n - 1);
    int row0 = i * n * PARTIALS + r;
    int row1 = i1 * n * PARTIALS + r;
    float c00 = sums[row0 + j * PARTIALS];
    float c01 = sums[row0 + j1 * PARTIALS];
    float c02 = sums[row0 + j2 * PARTIALS];
    float c03 = sums[row0 + j3 * PARTIALS];
    float c04 = sums[row0 + j4 * PARTIALS];
    float c10 = sums[row1 + j * PARTIALS];
    float c11 = sums[row1 + j1 * PARTIALS];
    float c12 = sums[row1 + j2 * PARTIALS];
    float c13 = sums[row1 + j3 * PARTIALS];
    float c14 = sums[row1 + j4 * PARTIALS];
    int x0 = i * INNER_DEPTH;
    int x1 = i1 * INNER_DEPTH;
    int y0 = j * INNER_DEPTH;
    int y1 = j1 * INNER_DEPTH;
    int y2 = j2 * INNER_DEPTH;
    int y3 = j3 * INNER_DEPTH;
    int y4 = j4 * INNER_DEPTH;
    for (int p = r; p < depth; p += PARTIALS) {
      float a0 = x[x0 + p];
      float a1 = x[x1 + p];
      float b0 = y[y0 + p];
      float b1 = y[y1 + p];
      float b2 = y[y2 + p];
      float b3 = y[y3 + p];
      float b4 = y[y4 + p];
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

  /** The halving tree of {@link HalvingTree} over the partials of one element. */
  static float fold(float[] sums, int at) {
    return everySecond(sums, at) + everySecond(sums, at + 1);
  }

  private static float everySecond(float[] s, int at) {
    return ((s[at] + s[at + 8]) + (s[at + 4] + s[at + 12])) + ((s[at + 2] + s[at + 10]) + (s[at + 6] + s[at + 14]));
  }
}
