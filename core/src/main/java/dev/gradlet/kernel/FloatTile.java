package dev.gradlet.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of float32. Alone, in the L1 cache, with both operands packed, on a core of two 512-bit units (fma peak 220
 * GFLOP/s), JDK 17 and 25 in % of the peak: 4 × 3 87 and 94, 6 × 4 99 and 94, 8 × 3 98 and 97, 12 × 2 98 and 98.
 * 8 × 3 needs 32 registers, and packed operands, whose constant strides leave few range checks; 4 × 3 has 12 sums in 16
 * registers and serves the rest. Results of one vector's width want 8 × 1. Single rows are for what is left.
 *
 * <p>Written out, as an array of vectors would be boxed.
 */
final class FloatTile implements Tile<float[]> {
  static final FloatTile INSTANCE = new FloatTile();

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();
  private static final float[] ZEROS = new float[MOST_VECTORS * LANES];

  private FloatTile() {}

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int bytes() {
    return Float.BYTES;
  }

  /** Three vectors, but two and two rather than three and one. */
  @Override
  public int vectorsFor(boolean packed, int columns) {
    int vectors = (columns + LANES - 1) / LANES;
    return vectors == 4 ? 2 : Math.min(vectors, MOST_VECTORS);
  }

  @Override
  public int height(int vectors) {
    return vectors == 1 ? 8 : 4;
  }

  @Override
  public float[] zeros() {
    return ZEROS;
  }

  @Override
  public float[] scratch(int use, int size) {
    return Scratch.mine().floats(use, size);
  }

  @Override
  public void interleave(int rows, int steps, float[] x, int at, int row, int step, float[] y, int to) {
    Packing.interleave(rows, steps, x, at, row, step, y, to);
  }

  @Override
  public void copy(
      int m, int n, float[] src, int srcAt, int srcRow, int srcCol, float[] dst, int dstAt, int dstRow, int dstCol) {
    Copies.copy(m, n, src, srcAt, srcRow, srcCol, dst, dstAt, dstRow, dstCol);
  }

  @Override
  public void multiply(
      int vectors, int depth,
      float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
      float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
    switch (vectors) {
      case 1:
        multiply8x1(depth, a, aAt, aRow, aCol, b, bAt, bRow, start, startAt, startRow, c, cAt, cRow);
        break;
      case 2:
        multiply4x2(depth, a, aAt, aRow, aCol, b, bAt, bRow, start, startAt, startRow, c, cAt, cRow);
        break;
      default:
        multiply4x3(depth, a, aAt, aRow, aCol, b, bAt, bRow, start, startAt, startRow, c, cAt, cRow);
    }
  }

  @Override
  public void multiplyPacked(
      int vectors, int depth, float[] a, int aAt, float[] b, int bAt,
      float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
    switch (vectors) {
      case 1:
        multiply8x1(depth, a, aAt, 1, TALL, b, bAt, LANES, start, startAt, startRow, c, cAt, cRow);
        break;
      case 2:
        packed8x2(depth, a, aAt, b, bAt, start, startAt, startRow, c, cAt, cRow);
        break;
      default:
        packed8x3(depth, a, aAt, b, bAt, start, startAt, startRow, c, cAt, cRow);
    }
  }

  @Override
  public void multiplyRow(
      int vectors, int depth,
      float[] a, int aAt, int aCol, float[] b, int bAt, int bRow,
      float[] start, int startAt, float[] c, int cAt) {
    switch (vectors) {
      case 1:
        multiply1x1(depth, a, aAt, aCol, b, bAt, bRow, start, startAt, c, cAt);
        break;
      case 2:
        multiply1x2(depth, a, aAt, aCol, b, bAt, bRow, start, startAt, c, cAt);
        break;
      default:
        multiply1x3(depth, a, aAt, aCol, b, bAt, bRow, start, startAt, c, cAt);
    }
  }

  private static void packed8x3(
      int depth, float[] a, int aAt, float[] b, int bAt,
      float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, start, startAt);
    FloatVector c01 = FloatVector.fromArray(FLOATS, start, startAt + LANES);
    FloatVector c02 = FloatVector.fromArray(FLOATS, start, startAt + 2 * LANES);
    FloatVector c10 = FloatVector.fromArray(FLOATS, start, startAt + startRow);
    FloatVector c11 = FloatVector.fromArray(FLOATS, start, startAt + startRow + LANES);
    FloatVector c12 = FloatVector.fromArray(FLOATS, start, startAt + startRow + 2 * LANES);
    FloatVector c20 = FloatVector.fromArray(FLOATS, start, startAt + 2 * startRow);
    FloatVector c21 = FloatVector.fromArray(FLOATS, start, startAt + 2 * startRow + LANES);
    FloatVector c22 = FloatVector.fromArray(FLOATS, start, startAt + 2 * startRow + 2 * LANES);
    FloatVector c30 = FloatVector.fromArray(FLOATS, start, startAt + 3 * startRow);
    FloatVector c31 = FloatVector.fromArray(FLOATS, start, startAt + 3 * startRow + LANES);
    FloatVector c32 = FloatVector.fromArray(FLOATS, start, startAt + 3 * startRow + 2 * LANES);
    FloatVector c40 = FloatVector.fromArray(FLOATS, start, startAt + 4 * startRow);
    FloatVector c41 = FloatVector.fromArray(FLOATS, start, startAt + 4 * startRow + LANES);
    FloatVector c42 = FloatVector.fromArray(FLOATS, start, startAt + 4 * startRow + 2 * LANES);
    FloatVector c50 = FloatVector.fromArray(FLOATS, start, startAt + 5 * startRow);
    FloatVector c51 = FloatVector.fromArray(FLOATS, start, startAt + 5 * startRow + LANES);
    FloatVector c52 = FloatVector.fromArray(FLOATS, start, startAt + 5 * startRow + 2 * LANES);
    FloatVector c60 = FloatVector.fromArray(FLOATS, start, startAt + 6 * startRow);
    FloatVector c61 = FloatVector.fromArray(FLOATS, start, startAt + 6 * startRow + LANES);
    FloatVector c62 = FloatVector.fromArray(FLOATS, start, startAt + 6 * startRow + 2 * LANES);
    FloatVector c70 = FloatVector.fromArray(FLOATS, start, startAt + 7 * startRow);
    FloatVector c71 = FloatVector.fromArray(FLOATS, start, startAt + 7 * startRow + LANES);
    FloatVector c72 = FloatVector.fromArray(FLOATS, start, startAt + 7 * startRow + 2 * LANES);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bAt + p * 3 * LANES);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bAt + p * 3 * LANES + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, bAt + p * 3 * LANES + 2 * LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      FloatVector a6 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      c62 = a6.fma(b2, c62);
      FloatVector a7 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
      c72 = a7.fma(b2, c72);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c10.intoArray(c, cAt + cRow);
    c11.intoArray(c, cAt + cRow + LANES);
    c12.intoArray(c, cAt + cRow + 2 * LANES);
    c20.intoArray(c, cAt + 2 * cRow);
    c21.intoArray(c, cAt + 2 * cRow + LANES);
    c22.intoArray(c, cAt + 2 * cRow + 2 * LANES);
    c30.intoArray(c, cAt + 3 * cRow);
    c31.intoArray(c, cAt + 3 * cRow + LANES);
    c32.intoArray(c, cAt + 3 * cRow + 2 * LANES);
    c40.intoArray(c, cAt + 4 * cRow);
    c41.intoArray(c, cAt + 4 * cRow + LANES);
    c42.intoArray(c, cAt + 4 * cRow + 2 * LANES);
    c50.intoArray(c, cAt + 5 * cRow);
    c51.intoArray(c, cAt + 5 * cRow + LANES);
    c52.intoArray(c, cAt + 5 * cRow + 2 * LANES);
    c60.intoArray(c, cAt + 6 * cRow);
    c61.intoArray(c, cAt + 6 * cRow + LANES);
    c62.intoArray(c, cAt + 6 * cRow + 2 * LANES);
    c70.intoArray(c, cAt + 7 * cRow);
    c71.intoArray(c, cAt + 7 * cRow + LANES);
    c72.intoArray(c, cAt + 7 * cRow + 2 * LANES);
  }

  private static void packed8x2(
      int depth, float[] a, int aAt, float[] b, int bAt,
      float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, start, startAt);
    FloatVector c01 = FloatVector.fromArray(FLOATS, start, startAt + LANES);
    FloatVector c10 = FloatVector.fromArray(FLOATS, start, startAt + startRow);
    FloatVector c11 = FloatVector.fromArray(FLOATS, start, startAt + startRow + LANES);
    FloatVector c20 = FloatVector.fromArray(FLOATS, start, startAt + 2 * startRow);
    FloatVector c21 = FloatVector.fromArray(FLOATS, start, startAt + 2 * startRow + LANES);
    FloatVector c30 = FloatVector.fromArray(FLOATS, start, startAt + 3 * startRow);
    FloatVector c31 = FloatVector.fromArray(FLOATS, start, startAt + 3 * startRow + LANES);
    FloatVector c40 = FloatVector.fromArray(FLOATS, start, startAt + 4 * startRow);
    FloatVector c41 = FloatVector.fromArray(FLOATS, start, startAt + 4 * startRow + LANES);
    FloatVector c50 = FloatVector.fromArray(FLOATS, start, startAt + 5 * startRow);
    FloatVector c51 = FloatVector.fromArray(FLOATS, start, startAt + 5 * startRow + LANES);
    FloatVector c60 = FloatVector.fromArray(FLOATS, start, startAt + 6 * startRow);
    FloatVector c61 = FloatVector.fromArray(FLOATS, start, startAt + 6 * startRow + LANES);
    FloatVector c70 = FloatVector.fromArray(FLOATS, start, startAt + 7 * startRow);
    FloatVector c71 = FloatVector.fromArray(FLOATS, start, startAt + 7 * startRow + LANES);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bAt + p * 2 * LANES);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bAt + p * 2 * LANES + LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(FLOATS, a[aAt + p * TALL + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, cAt + cRow);
    c11.intoArray(c, cAt + cRow + LANES);
    c20.intoArray(c, cAt + 2 * cRow);
    c21.intoArray(c, cAt + 2 * cRow + LANES);
    c30.intoArray(c, cAt + 3 * cRow);
    c31.intoArray(c, cAt + 3 * cRow + LANES);
    c40.intoArray(c, cAt + 4 * cRow);
    c41.intoArray(c, cAt + 4 * cRow + LANES);
    c50.intoArray(c, cAt + 5 * cRow);
    c51.intoArray(c, cAt + 5 * cRow + LANES);
    c60.intoArray(c, cAt + 6 * cRow);
    c61.intoArray(c, cAt + 6 * cRow + LANES);
    c70.intoArray(c, cAt + 7 * cRow);
    c71.intoArray(c, cAt + 7 * cRow + LANES);
  }

  private static void multiply4x3(
      int depth, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
      float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, start, startAt);
    FloatVector c01 = FloatVector.fromArray(FLOATS, start, startAt + LANES);
    FloatVector c02 = FloatVector.fromArray(FLOATS, start, startAt + 2 * LANES);
    FloatVector c10 = FloatVector.fromArray(FLOATS, start, startAt + startRow);
    FloatVector c11 = FloatVector.fromArray(FLOATS, start, startAt + startRow + LANES);
    FloatVector c12 = FloatVector.fromArray(FLOATS, start, startAt + startRow + 2 * LANES);
    FloatVector c20 = FloatVector.fromArray(FLOATS, start, startAt + 2 * startRow);
    FloatVector c21 = FloatVector.fromArray(FLOATS, start, startAt + 2 * startRow + LANES);
    FloatVector c22 = FloatVector.fromArray(FLOATS, start, startAt + 2 * startRow + 2 * LANES);
    FloatVector c30 = FloatVector.fromArray(FLOATS, start, startAt + 3 * startRow);
    FloatVector c31 = FloatVector.fromArray(FLOATS, start, startAt + 3 * startRow + LANES);
    FloatVector c32 = FloatVector.fromArray(FLOATS, start, startAt + 3 * startRow + 2 * LANES);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bAt + p * bRow);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bAt + p * bRow + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, bAt + p * bRow + 2 * LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol + aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol + 3 * aRow]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c10.intoArray(c, cAt + cRow);
    c11.intoArray(c, cAt + cRow + LANES);
    c12.intoArray(c, cAt + cRow + 2 * LANES);
    c20.intoArray(c, cAt + 2 * cRow);
    c21.intoArray(c, cAt + 2 * cRow + LANES);
    c22.intoArray(c, cAt + 2 * cRow + 2 * LANES);
    c30.intoArray(c, cAt + 3 * cRow);
    c31.intoArray(c, cAt + 3 * cRow + LANES);
    c32.intoArray(c, cAt + 3 * cRow + 2 * LANES);
  }

  private static void multiply4x2(
      int depth, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
      float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, start, startAt);
    FloatVector c01 = FloatVector.fromArray(FLOATS, start, startAt + LANES);
    FloatVector c10 = FloatVector.fromArray(FLOATS, start, startAt + startRow);
    FloatVector c11 = FloatVector.fromArray(FLOATS, start, startAt + startRow + LANES);
    FloatVector c20 = FloatVector.fromArray(FLOATS, start, startAt + 2 * startRow);
    FloatVector c21 = FloatVector.fromArray(FLOATS, start, startAt + 2 * startRow + LANES);
    FloatVector c30 = FloatVector.fromArray(FLOATS, start, startAt + 3 * startRow);
    FloatVector c31 = FloatVector.fromArray(FLOATS, start, startAt + 3 * startRow + LANES);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bAt + p * bRow);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bAt + p * bRow + LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol + aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol + 3 * aRow]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c10.intoArray(c, cAt + cRow);
    c11.intoArray(c, cAt + cRow + LANES);
    c20.intoArray(c, cAt + 2 * cRow);
    c21.intoArray(c, cAt + 2 * cRow + LANES);
    c30.intoArray(c, cAt + 3 * cRow);
    c31.intoArray(c, cAt + 3 * cRow + LANES);
  }

  private static void multiply8x1(
      int depth, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
      float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, start, startAt);
    FloatVector c10 = FloatVector.fromArray(FLOATS, start, startAt + startRow);
    FloatVector c20 = FloatVector.fromArray(FLOATS, start, startAt + 2 * startRow);
    FloatVector c30 = FloatVector.fromArray(FLOATS, start, startAt + 3 * startRow);
    FloatVector c40 = FloatVector.fromArray(FLOATS, start, startAt + 4 * startRow);
    FloatVector c50 = FloatVector.fromArray(FLOATS, start, startAt + 5 * startRow);
    FloatVector c60 = FloatVector.fromArray(FLOATS, start, startAt + 6 * startRow);
    FloatVector c70 = FloatVector.fromArray(FLOATS, start, startAt + 7 * startRow);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bAt + p * bRow);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol]);
      c00 = a0.fma(b0, c00);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol + aRow]);
      c10 = a1.fma(b0, c10);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol + 3 * aRow]);
      c30 = a3.fma(b0, c30);
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol + 4 * aRow]);
      c40 = a4.fma(b0, c40);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol + 5 * aRow]);
      c50 = a5.fma(b0, c50);
      FloatVector a6 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol + 6 * aRow]);
      c60 = a6.fma(b0, c60);
      FloatVector a7 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol + 7 * aRow]);
      c70 = a7.fma(b0, c70);
    }
    c00.intoArray(c, cAt);
    c10.intoArray(c, cAt + cRow);
    c20.intoArray(c, cAt + 2 * cRow);
    c30.intoArray(c, cAt + 3 * cRow);
    c40.intoArray(c, cAt + 4 * cRow);
    c50.intoArray(c, cAt + 5 * cRow);
    c60.intoArray(c, cAt + 6 * cRow);
    c70.intoArray(c, cAt + 7 * cRow);
  }

  private static void multiply1x3(
      int depth, float[] a, int aAt, int aCol, float[] b, int bAt, int bRow,
      float[] start, int startAt, float[] c, int cAt) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, start, startAt);
    FloatVector c01 = FloatVector.fromArray(FLOATS, start, startAt + LANES);
    FloatVector c02 = FloatVector.fromArray(FLOATS, start, startAt + 2 * LANES);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bAt + p * bRow);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bAt + p * bRow + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, bAt + p * bRow + 2 * LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
  }

  private static void multiply1x2(
      int depth, float[] a, int aAt, int aCol, float[] b, int bAt, int bRow,
      float[] start, int startAt, float[] c, int cAt) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, start, startAt);
    FloatVector c01 = FloatVector.fromArray(FLOATS, start, startAt + LANES);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bAt + p * bRow);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bAt + p * bRow + LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
  }

  private static void multiply1x1(
      int depth, float[] a, int aAt, int aCol, float[] b, int bAt, int bRow,
      float[] start, int startAt, float[] c, int cAt) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, start, startAt);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bAt + p * bRow);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[aAt + p * aCol]);
      c00 = a0.fma(b0, c00);
    }
    c00.intoArray(c, cAt);
  }
}
