package dev.gradlet.kernel;

import static dev.gradlet.kernel.Matmul.PARTIALS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Matmul#alongInner} with the Vector API: lanes along the inner dimension, so that lane p mod 256 is the partial
 * sum.
 *
 * <p>Two rows of a meet two columns of b in two vectors of lanes each: eight sums in registers, taken along the steps
 * p, p + 256, p + 512, …, and a load an fma. Operands whose steps are adjacent are read where they lie, others are
 * transposed into a buffer; so is the last round, when it is not full, and filled up with products −0 · 0, which leave
 * every sum as it is, −0 included. (10 × 2000) · (2000 × 10) takes 17 to 45 µs, 245 element by element.
 */
final class VectorInner {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /**
   * Inner steps of a block: two rows of a and two columns of b stay in the L1 cache, packed operands in the L2 cache.
   */
  private static final int BLOCK = 2048;

  private VectorInner() {}

  static void product(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    Scratch scratch = Scratch.mine();
    float[] sums = scratch.floats(Scratch.SUMS, m * n * PARTIALS);
    Arrays.fill(sums, 0, m * n * PARTIALS, 0);
    for (int p = 0, depth; p < k; p += depth) {
      int rest = k - p;
      boolean full = rest >= PARTIALS;
      depth = full ? Math.min(BLOCK, rest / PARTIALS * PARTIALS) : rest;
      boolean aDirect = full && aCol == 1;
      boolean bDirect = full && bRow == 1;
      float[] x = aDirect ? a : scratch.floats(Scratch.PANEL, m * BLOCK);
      float[] y = bDirect ? b : scratch.floats(Scratch.BUFFER, n * BLOCK);
      if (!aDirect) pack(m, depth, a, aOff + p * aCol, aRow, aCol, x, -0f);
      if (!bDirect) pack(n, depth, b, bOff + p * bRow, bCol, bRow, y, 0f);
      block(
          m, n, depth, x, aDirect ? aOff + p : 0, aDirect ? aRow : BLOCK,
          y, bDirect ? bOff + p : 0, bDirect ? bCol : BLOCK, sums);
    }
    float[] tile = scratch.floatTile(0);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) c[cOff + i * cRow + j] = fold(sums, (i * n + j) * PARTIALS, tile);
    }
  }

  /** Rows, at strides {@code row} and {@code step}, to rows of BLOCK adjacent steps, filled up to whole rounds. */
  private static void pack(int rows, int depth, float[] x, int at, int row, int step, float[] y, float filler) {
    if (row == 1 && step != 1) {
      Copies.transpose(x, at, step, depth, rows, y, 0, BLOCK);
    }
    int end = (depth + PARTIALS - 1) / PARTIALS * PARTIALS;
    for (int i = 0; i < rows; i++) {
      int to = i * BLOCK;
      if (step == 1) {
        System.arraycopy(x, at + i * row, y, to, depth);
      } else if (row != 1) {
        for (int p = 0; p < depth; p++) y[to + p] = x[at + i * row + p * step];
      }
      Arrays.fill(y, to + depth, to + end, filler);
    }
  }

  /** All sums in twos by twos; the last row or column of an odd number is its own neighbour. */
  private static void block(
      int m, int n, int depth, float[] x, int xAt, int xRow, float[] y, int yAt, int yRow, float[] sums) {
    for (int i = 0; i < m; i += 2) {
      int i1 = Math.min(i + 1, m - 1);
      for (int j = 0; j < n; j += 2) {
        int j1 = Math.min(j + 1, n - 1);
        for (int lane = 0; lane < PARTIALS; lane += 2 * LANES) {
          twoByTwo(
              depth, x, xAt + i * xRow + lane, xAt + i1 * xRow + lane, y, yAt + j * yRow + lane, yAt + j1 * yRow + lane,
              sums, (i * n + j) * PARTIALS + lane, (i * n + j1) * PARTIALS + lane,
              (i1 * n + j) * PARTIALS + lane, (i1 * n + j1) * PARTIALS + lane);
        }
      }
    }
  }

  private static void twoByTwo(
      int depth, float[] x, int x0, int x1, float[] y, int y0, int y1,
      float[] sums, int s00, int s01, int s10, int s11) {
    FloatVector c00 = at(sums, s00);
    FloatVector d00 = at(sums, s00 + LANES);
    FloatVector c01 = at(sums, s01);
    FloatVector d01 = at(sums, s01 + LANES);
    FloatVector c10 = at(sums, s10);
    FloatVector d10 = at(sums, s10 + LANES);
    FloatVector c11 = at(sums, s11);
    FloatVector d11 = at(sums, s11 + LANES);
    for (int p = 0; p < depth; p += PARTIALS) {
      FloatVector a0 = at(x, x0 + p);
      FloatVector a1 = at(x, x1 + p);
      FloatVector b0 = at(y, y0 + p);
      FloatVector b1 = at(y, y1 + p);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector e0 = at(x, x0 + p + LANES);
      FloatVector e1 = at(x, x1 + p + LANES);
      FloatVector f0 = at(y, y0 + p + LANES);
      FloatVector f1 = at(y, y1 + p + LANES);
      d00 = e0.fma(f0, d00);
      d01 = e0.fma(f1, d01);
      d10 = e1.fma(f0, d10);
      d11 = e1.fma(f1, d11);
    }
    c00.intoArray(sums, s00);
    d00.intoArray(sums, s00 + LANES);
    c01.intoArray(sums, s01);
    d01.intoArray(sums, s01 + LANES);
    c10.intoArray(sums, s10);
    d10.intoArray(sums, s10 + LANES);
    c11.intoArray(sums, s11);
    d11.intoArray(sums, s11 + LANES);
  }

  /** The halving tree of {@link Folds} over the sums of one element, three levels of it in vectors. */
  private static float fold(float[] sums, int from, float[] tile) {
    int w = PARTIALS / 8;
    for (int i = 0; i < w; i += LANES) {
      FloatVector s0 = at(sums, from + i).add(at(sums, from + i + 4 * w));
      FloatVector s1 = at(sums, from + i + w).add(at(sums, from + i + 5 * w));
      FloatVector s2 = at(sums, from + i + 2 * w).add(at(sums, from + i + 6 * w));
      FloatVector s3 = at(sums, from + i + 3 * w).add(at(sums, from + i + 7 * w));
      s0.add(s2).add(s1.add(s3)).intoArray(tile, i);
    }
    return Folds.sum(tile, w);
  }

  private static FloatVector at(float[] x, int i) {
    return FloatVector.fromArray(FLOATS, x, i);
  }
}
