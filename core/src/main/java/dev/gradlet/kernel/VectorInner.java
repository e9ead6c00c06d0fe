package dev.gradlet.kernel;

import static dev.gradlet.kernel.FloatProducts.PARTIALS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatProducts#alongInner} with the Vector API, for operands whose steps are adjacent: lanes along the inner
 * dimension, so that lane p mod 16 is the partial sum. Operands whose rows are adjacent are {@link VectorOuter}'s.
 *
 * <p>Four rows of a meet five columns of b: twenty sums stay in registers for 2,048 steps, with nine loads a step, each
 * across two lines of the cache as arrays start where they like. (10 × 2000) · (2000 × 10) takes 5 µs; tiles of 4 × 4
 * took 6, 2 × 2 eight, and of 5 × 5 registers are too few. More partials are slower, as each has its loop and its sum
 * to be folded: 6 µs with 64. With 256-bit vectors 4 × 5 spills, but is no slower than 5 × 2.
 *
 * <p>Operands of other strides are packed into rows of adjacent steps. The steps of a last, incomplete round are added
 * one by one.
 */
final class VectorInner {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /** Inner steps of a block: both operands stay in the L2 cache. */
  private static final int BLOCK = 2048;

  private static final int ROWS = 4;
  private static final int COLUMNS = 5;

  private VectorInner() {}

  static void product(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    boolean dots = aCol == 1 && bRow == 1;
    boolean columns = !dots && bCol == 1 && 2 * n > m;
    boolean rows = !dots && aRow == 1 && 2 * m > n;
    if (columns && (n >= m || !rows)) {
      VectorOuter.product(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, c, cOff, cRow, 1);
    } else if (rows) {
      VectorOuter.product(n, m, k, b, bOff, bCol, bRow, a, aOff, aCol, c, cOff, 1, cRow);
    } else {
      dots(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
    }
  }

  private static void dots(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    Scratch scratch = Scratch.mine();
    float[] sums = scratch.floats(Scratch.SUMS, m * n * PARTIALS);
    Arrays.fill(sums, 0, m * n * PARTIALS, 0);
    for (int p = 0; p < k; p += BLOCK) {
      int depth = Math.min(BLOCK, k - p);
      int aAt = aOff + p * aCol;
      int bAt = bOff + p * bRow;
      float[] x = aCol == 1 ? a : pack(m, depth, a, aAt, aRow, aCol, scratch.floats(Scratch.PANEL, m * BLOCK));
      float[] y = bRow == 1 ? b : pack(n, depth, b, bAt, bCol, bRow, scratch.floats(Scratch.BUFFER, n * BLOCK));
      block(
          m, n, depth, x, aCol == 1 ? aAt : 0, aCol == 1 ? aRow : BLOCK, y, bRow == 1 ? bAt : 0,
          bRow == 1 ? bCol : BLOCK, sums);
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) c[cOff + i * cRow + j] = FloatProducts.fold(sums, (i * n + j) * PARTIALS);
    }
  }

  /** Rows, at strides {@code row} and {@code step}, to rows of BLOCK adjacent steps. */
  private static float[] pack(int rows, int depth, float[] x, int at, int row, int step, float[] y) {
    if (row == 1) {
      Copies.transpose(x, at, step, depth, rows, y, 0, BLOCK);
    } else {
      for (int i = 0; i < rows; i++) {
        for (int p = 0; p < depth; p++) y[i * BLOCK + p] = x[at + i * row + p * step];
      }
    }
    return y;
  }

  private static void block(
      int m, int n, int depth, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] sums) {
    int whole = depth / PARTIALS * PARTIALS;
    for (int i = 0; i < m; i += ROWS) {
      for (int j = 0; j < n; j += COLUMNS) {
        for (int lane = 0; lane < PARTIALS; lane += LANES) {
          fourByFive(whole, m, n, i, j, x, xAt + lane, xRow, y, yAt + lane, yRow, sums, lane);
        }
      }
    }
    if (whole == depth) return;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        addSteps(depth - whole, x, xAt + i * xRow + whole, y, yAt + j * yRow + whole, sums, (i * n + j) * PARTIALS);
      }
    }
  }

  private static void addSteps(int steps, float[] x, int xAt, float[] y, int yAt, float[] sums, int at) {
    for (int p = 0; p < steps; p++) sums[at + p] = Math.fma(x[xAt + p], y[yAt + p], sums[at + p]);
  }

  /** Sums of rows from i and columns from j on; those beyond the last are the last once more. */
  private static void fourByFive(
      int depth, int m, int n, int i, int j,
      float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] sums, int lane) {
    int i1 = Math.min(i + 1, m - 1);
    int i2 = Math.min(i + 2, m - 1);
    int i3 = Math.min(i + 3, m - 1);
    int j1 = Math.min(j + 1, n - 1);
    int j2 = Math.min(j + 2, n - 1);
    int j3 = Math.min(j + 3, n - 1);
    int j4 = Math.min(j + 4, n - 1);
    int x0 = xAt + i * xRow;
    int x1 = xAt + i1 * xRow;
    int x2 = xAt + i2 * xRow;
    int x3 = xAt + i3 * xRow;
    int y0 = yAt + j * yRow;
    int y1 = yAt + j1 * yRow;
    int y2 = yAt + j2 * yRow;
    int y3 = yAt + j3 * yRow;
    int y4 = yAt + j4 * yRow;
    int row0 = i * n * PARTIALS + lane;
    int row1 = i1 * n * PARTIALS + lane;
    int row2 = i2 * n * PARTIALS + lane;
    int row3 = i3 * n * PARTIALS + lane;
    FloatVector c00 = at(sums, row0 + j * PARTIALS);
    FloatVector c01 = at(sums, row0 + j1 * PARTIALS);
    FloatVector c02 = at(sums, row0 + j2 * PARTIALS);
    FloatVector c03 = at(sums, row0 + j3 * PARTIALS);
    FloatVector c04 = at(sums, row0 + j4 * PARTIALS);
    FloatVector c10 = at(sums, row1 + j * PARTIALS);
    FloatVector c11 = at(sums, row1 + j1 * PARTIALS);
    FloatVector c12 = at(sums, row1 + j2 * PARTIALS);
    FloatVector c13 = at(sums, row1 + j3 * PARTIALS);
    FloatVector c14 = at(sums, row1 + j4 * PARTIALS);
    FloatVector c20 = at(sums, row2 + j * PARTIALS);
    FloatVector c21 = at(sums, row2 + j1 * PARTIALS);
    FloatVector c22 = at(sums, row2 + j2 * PARTIALS);
    FloatVector c23 = at(sums, row2 + j3 * PARTIALS);
    FloatVector c24 = at(sums, row2 + j4 * PARTIALS);
    FloatVector c30 = at(sums, row3 + j * PARTIALS);
    FloatVector c31 = at(sums, row3 + j1 * PARTIALS);
    FloatVector c32 = at(sums, row3 + j2 * PARTIALS);
    FloatVector c33 = at(sums, row3 + j3 * PARTIALS);
    FloatVector c34 = at(sums, row3 + j4 * PARTIALS);
    for (int p = 0; p < depth; p += PARTIALS) {
      FloatVector b0 = at(y, y0 + p);
      FloatVector b1 = at(y, y1 + p);
      FloatVector b2 = at(y, y2 + p);
      FloatVector b3 = at(y, y3 + p);
      FloatVector b4 = at(y, y4 + p);
      FloatVector a0 = at(x, x0 + p);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      c04 = a0.fma(b4, c04);
      FloatVector a1 = at(x, x1 + p);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      c14 = a1.fma(b4, c14);
      FloatVector a2 = at(x, x2 + p);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      c24 = a2.fma(b4, c24);
      FloatVector a3 = at(x, x3 + p);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
      c34 = a3.fma(b4, c34);
    }
    c00.intoArray(sums, row0 + j * PARTIALS);
    c01.intoArray(sums, row0 + j1 * PARTIALS);
    c02.intoArray(sums, row0 + j2 * PARTIALS);
    c03.intoArray(sums, row0 + j3 * PARTIALS);
    c04.intoArray(sums, row0 + j4 * PARTIALS);
    c10.intoArray(sums, row1 + j * PARTIALS);
    c11.intoArray(sums, row1 + j1 * PARTIALS);
    c12.intoArray(sums, row1 + j2 * PARTIALS);
    c13.intoArray(sums, row1 + j3 * PARTIALS);
    c14.intoArray(sums, row1 + j4 * PARTIALS);
    c20.intoArray(sums, row2 + j * PARTIALS);
    c21.intoArray(sums, row2 + j1 * PARTIALS);
    c22.intoArray(sums, row2 + j2 * PARTIALS);
    c23.intoArray(sums, row2 + j3 * PARTIALS);
    c24.intoArray(sums, row2 + j4 * PARTIALS);
    c30.intoArray(sums, row3 + j * PARTIALS);
    c31.intoArray(sums, row3 + j1 * PARTIALS);
    c32.intoArray(sums, row3 + j2 * PARTIALS);
    c33.intoArray(sums, row3 + j3 * PARTIALS);
    c34.intoArray(sums, row3 + j4 * PARTIALS);
  }

  private static FloatVector at(float[] x, int i) {
    return FloatVector.fromArray(FLOATS, x, i);
  }
}
