package dev.gradlet.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of a product in registers: c = start + a·b, one fma an element and inner step.
 *
 * <p>An element of a meets a whole row of the tile, so r rows of v vectors take r + v loads for r·v fma, and r·v chains
 * hide each other's latency. 4 × 3 has 12 sums in 16 registers and reaches 95 % of the fma peak; 6 × 3, 8 × 2, 8 × 3
 * and 5 × 4 were no faster. Results of one vector's width want 8 × 1. Single rows are for the rest.
 *
 * <p>Written out, as an array of vectors would be boxed. a has any strides; rows of b, start and c are contiguous.
 */
final class VectorTile {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  static final int LANES = FLOATS.length();
  static final int MAX_VECTORS = 3;

  private VectorTile() {}

  /** Rows of a tile that is so many vectors wide. */
  static int height(int vectors) {
    return vectors == 1 ? 8 : 4;
  }

  /** A tile of full height. */
  static void multiply(
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

  /** A single row. */
  static void multiplyRow(
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
