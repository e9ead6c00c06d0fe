package dev.gradlet.kernel;

import static dev.gradlet.kernel.Loops.TILE;

import java.util.Arrays;

/**
 * The matrix product in plain Java, float32, and the rule that says how a product is summed.
 *
 * <p>HotSpot vectorises a loop over arrays that all start at index 0, so rows are copied into tiles of up to 1,024 lanes. A pass
 * takes two steps of the inner dimension for two rows of c: two rows of b, read once, meet both, and each sum is loaded and
 * stored once for two fma. 40–47 GFLOP/s where the Vector API reaches 105 and textbook loops 2–6. One row and four steps: 34–41. More
 * arrays or fma in a loop fall to 14 on 17.
 *
 * <p>The lanes run along the columns of c; where those are few and the rows are not, along the rows: cᵀ = bᵀ·aᵀ. A product
 * with a vector, whose rows are contiguous, is a chain a row, eight at a time.
 */
public final class Matmul {
  /** Partial sums of a sum along k: step p goes into partial p mod 256, then the halving tree of {@link Folds}. */
  static final int PARTIALS = 256;

  /** Inner steps of a block: their rows of b stay in the L2 cache. */
  private static final int DEPTH = 64;

  private static final int FEW_COLUMNS = 64;

  private Matmul() {}

  /**
   * Whether (m × k) · (k × n) is summed along k, in partials, rather than in one chain of fma an element: a rule of shapes
   * alone. Small results of long sums, whose rows and columns are poor lanes, are.
   */
  public static boolean sumsAlongInner(long m, long n, long k) {
    return m <= 16 && n <= 16 && k >= 256;
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
    } else if (n < FEW_COLUMNS && m > n) {
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
    float[] c0 = scratch.floatTile(DEPTH);
    float[] c1 = scratch.floatTile(DEPTH + 1);
    for (int j = 0; j < n; j += TILE) {
      int width = Math.min(TILE, n - j);
      int lanes = (width + 63) & -64;
      for (int p = 0; p == 0 || p < k; p += DEPTH) {
        int depth = Math.min(DEPTH, k - p);
        pack(scratch, depth, width, b, bOff + p * bRow + j * bCol, bRow, bCol);
        for (int i = 0; i < m; i += 2) {
          int at = cOff + i * cRow + j * cCol;
          boolean two = i + 1 < m;
          load(p == 0, width, lanes, c, at, cCol, c0);
          if (two) load(p == 0, width, lanes, c, at + cRow, cCol, c1);
          rows(scratch, depth, lanes, a, aOff + i * aRow + p * aCol, two ? aRow : 0, aCol, c0, c1);
          store(width, c0, c, at, cCol);
          if (two) store(width, c1, c, at + cRow, cCol);
        }
      }
    }
  }

  /** Rows of b to tiles 0 to depth. */
  private static void pack(Scratch scratch, int depth, int width, float[] b, int bAt, int bRow, int bCol) {
    if (bCol == 1) {
      for (int p = 0; p < depth; p++) System.arraycopy(b, bAt + p * bRow, scratch.floatTile(p), 0, width);
    } else if (bRow == 1) {
      float[] panel = scratch.floats(Scratch.PANEL, DEPTH * TILE);
      Copies.transpose(b, bAt, bCol, width, depth, panel, 0, width);
      for (int p = 0; p < depth; p++) System.arraycopy(panel, p * width, scratch.floatTile(p), 0, width);
    } else {
      for (int p = 0; p < depth; p++) Copies.gather(b, bAt + p * bRow, bCol, scratch.floatTile(p), width);
    }
  }

  /** Two rows of c meet the packed rows of b. */
  private static void rows(
      Scratch scratch, int depth, int lanes, float[] a, int aAt, int aRow, int aCol, float[] c0, float[] c1) {
    int p = 0;
    for (; p + 2 <= depth; p += 2) {
      int at = aAt + p * aCol;
      step(
          c0, c1, scratch.floatTile(p), scratch.floatTile(p + 1),
          a[at], a[at + aCol], a[at + aRow], a[at + aRow + aCol], lanes);
    }
    if (p < depth) step(c0, c1, scratch.floatTile(p), a[aAt + p * aCol], a[aAt + p * aCol + aRow], lanes);
  }

  private static void step(
      float[] c0, float[] c1, float[] b0, float[] b1, float a00, float a01, float a10, float a11, int n) {
    for (int j = 0; j < n; j++) {
      c0[j] = Math.fma(a01, b1[j], Math.fma(a00, b0[j], c0[j]));
      c1[j] = Math.fma(a11, b1[j], Math.fma(a10, b0[j], c1[j]));
    }
  }

  private static void step(float[] c0, float[] c1, float[] b, float a0, float a1, int n) {
    for (int j = 0; j < n; j++) {
      c0[j] = Math.fma(a0, b[j], c0[j]);
      c1[j] = Math.fma(a1, b[j], c1[j]);
    }
  }

  private static void load(boolean first, int width, int lanes, float[] c, int at, int cCol, float[] tile) {
    if (first) {
      Arrays.fill(tile, 0, lanes, 0);
    } else if (cCol == 1) {
      System.arraycopy(c, at, tile, 0, width);
    } else {
      Copies.gather(c, at, cCol, tile, width);
    }
  }

  private static void store(int width, float[] tile, float[] c, int at, int cCol) {
    if (cCol == 1) {
      System.arraycopy(tile, 0, c, at, width);
    } else {
      for (int j = 0; j < width; j++) c[at + j * cCol] = tile[j];
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

  /** A sum along k an element: for results of few elements. */
  static void alongInner(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    float[] partial = Scratch.mine().floatTile(0);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        Arrays.fill(partial, 0, PARTIALS, 0);
        for (int p = 0; p < k; p++) {
          int lane = p % PARTIALS;
          partial[lane] = Math.fma(a[aOff + i * aRow + p * aCol], b[bOff + p * bRow + j * bCol], partial[lane]);
        }
        c[cOff + i * cRow + j] = Folds.sum(partial, PARTIALS);
      }
    }
  }
}
