package dev.gradlet.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Tiles of float64, as {@link FloatTile} has them: 8 × 3 where registers suffice, else 8 × 1. */
final class DoubleTile implements Tile<double[]> {
  static final DoubleTile INSTANCE = new DoubleTile();

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = DOUBLES.length();
  private static final double[] ZEROS = new double[MOST_VECTORS * LANES];

  private DoubleTile() {}

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int bytes() {
    return Double.BYTES;
  }

  /** Two vectors are three of which one is not kept. */
  @Override
  public int vectorsFor(boolean tall, int columns) {
    return tall && columns > LANES ? MOST_VECTORS : 1;
  }

  @Override
  public int height(boolean tall, int vectors) {
    return TALL;
  }

  @Override
  public double[] zeros() {
    return ZEROS;
  }

  @Override
  public double[] scratch(int use, int size) {
    return Scratch.mine().doubles(use, size);
  }

  @Override
  public void packEight(int steps, double[] x, int at, int step, double[] y, int to) {
    for (int p = 0, from = at; p < steps; p++, from += step) {
      if (from + LANES <= x.length) {
        DoubleVector.fromArray(DOUBLES, x, from).intoArray(y, to + p * TALL);
      } else {
        System.arraycopy(x, from, y, to + p * TALL, TALL);
      }
    }
  }

  @Override
  public void copy(
      int m, int n, double[] src, int srcAt, int srcRow, int srcCol, double[] dst, int dstAt, int dstRow, int dstCol) {
    Copies.copy(m, n, src, srcAt, srcRow, srcCol, dst, dstAt, dstRow, dstCol);
  }

  @Override
  public void multiply(
      int tiles, int height, int vectors, int depth,
      double[] a, int aAt, int aTile, int aRow, int aCol, double[] b, int bAt, int bRow,
      double[] start, int startAt, int startRow, double[] c, int cAt, int cRow) {
    if (vectors == 1) {
      DoubleColumn.multiply8x1(
          tiles, depth, a, aAt, aTile, aRow, aCol, b, bAt, bRow, start, startAt, startRow, c, cAt, cRow);
      return;
    }
    int x = aAt;
    int s = startAt;
    int z = cAt;
    for (int i = 0; i < tiles; i++, x += aTile, s += height * startRow, z += height * cRow) {
      multiply8x3(depth, a, x, aRow, aCol, b, bAt, bRow, start, s, startRow, c, z, cRow);
    }
  }

  @Override
  public void multiplyTwelve(
      int tiles, int depth, double[] a, int aAt, int aRow, int aCol, double[] b, int bAt, int bRow,
      double[] c, int cAt, int cRow) {
    DoubleColumn.multiply12x1(tiles, depth, a, aAt, aRow, aCol, b, bAt, bRow, c, cAt, cRow);
  }

  @Override
  public void multiplyRow(
      int vectors, int depth, double[] a, int aAt, int aCol, double[] b, int bAt, int bRow,
      double[] start, int startAt, double[] c, int cAt) {
    multiply1x1(depth, a, aAt, aCol, b, bAt, bRow, start, startAt, c, cAt);
  }

  private static void multiply8x3(
      int depth, double[] a, int aAt, int aRow, int aCol, double[] b, int bAt, int bRow,
      double[] start, int startAt, int startRow, double[] c, int cAt, int cRow) {
    DoubleVector c00 = DoubleVector.fromArray(DOUBLES, start, startAt);
    DoubleVector c01 = DoubleVector.fromArray(DOUBLES, start, startAt + LANES);
    DoubleVector c02 = DoubleVector.fromArray(DOUBLES, start, startAt + 2 * LANES);
    DoubleVector c10 = DoubleVector.fromArray(DOUBLES, start, startAt + startRow);
    DoubleVector c11 = DoubleVector.fromArray(DOUBLES, start, startAt + startRow + LANES);
    DoubleVector c12 = DoubleVector.fromArray(DOUBLES, start, startAt + startRow + 2 * LANES);
    DoubleVector c20 = DoubleVector.fromArray(DOUBLES, start, startAt + 2 * startRow);
    DoubleVector c21 = DoubleVector.fromArray(DOUBLES, start, startAt + 2 * startRow + LANES);
    DoubleVector c22 = DoubleVector.fromArray(DOUBLES, start, startAt + 2 * startRow + 2 * LANES);
    DoubleVector c30 = DoubleVector.fromArray(DOUBLES, start, startAt + 3 * startRow);
    DoubleVector c31 = DoubleVector.fromArray(DOUBLES, start, startAt + 3 * startRow + LANES);
    DoubleVector c32 = DoubleVector.fromArray(DOUBLES, start, startAt + 3 * startRow + 2 * LANES);
    DoubleVector c40 = DoubleVector.fromArray(DOUBLES, start, startAt + 4 * startRow);
    DoubleVector c41 = DoubleVector.fromArray(DOUBLES, start, startAt + 4 * startRow + LANES);
    DoubleVector c42 = DoubleVector.fromArray(DOUBLES, start, startAt + 4 * startRow + 2 * LANES);
    DoubleVector c50 = DoubleVector.fromArray(DOUBLES, start, startAt + 5 * startRow);
    DoubleVector c51 = DoubleVector.fromArray(DOUBLES, start, startAt + 5 * startRow + LANES);
    DoubleVector c52 = DoubleVector.fromArray(DOUBLES, start, startAt + 5 * startRow + 2 * LANES);
    DoubleVector c60 = DoubleVector.fromArray(DOUBLES, start, startAt + 6 * startRow);
    DoubleVector c61 = DoubleVector.fromArray(DOUBLES, start, startAt + 6 * startRow + LANES);
    DoubleVector c62 = DoubleVector.fromArray(DOUBLES, start, startAt + 6 * startRow + 2 * LANES);
    DoubleVector c70 = DoubleVector.fromArray(DOUBLES, start, startAt + 7 * startRow);
    DoubleVector c71 = DoubleVector.fromArray(DOUBLES, start, startAt + 7 * startRow + LANES);
    DoubleVector c72 = DoubleVector.fromArray(DOUBLES, start, startAt + 7 * startRow + 2 * LANES);
    for (int p = 0, x = aAt, y = bAt; p < depth; p++, x += aCol, y += bRow) {
      DoubleVector b0 = DoubleVector.fromArray(DOUBLES, b, y);
      DoubleVector b1 = DoubleVector.fromArray(DOUBLES, b, y + LANES);
      DoubleVector b2 = DoubleVector.fromArray(DOUBLES, b, y + 2 * LANES);
      DoubleVector a0 = DoubleVector.broadcast(DOUBLES, a[x]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      DoubleVector a1 = DoubleVector.broadcast(DOUBLES, a[x + aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      DoubleVector a2 = DoubleVector.broadcast(DOUBLES, a[x + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      DoubleVector a3 = DoubleVector.broadcast(DOUBLES, a[x + 3 * aRow]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      DoubleVector a4 = DoubleVector.broadcast(DOUBLES, a[x + 4 * aRow]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      DoubleVector a5 = DoubleVector.broadcast(DOUBLES, a[x + 5 * aRow]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      DoubleVector a6 = DoubleVector.broadcast(DOUBLES, a[x + 6 * aRow]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      c62 = a6.fma(b2, c62);
      DoubleVector a7 = DoubleVector.broadcast(DOUBLES, a[x + 7 * aRow]);
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

  private static void multiply1x1(
      int depth, double[] a, int aAt, int aCol, double[] b, int bAt, int bRow,
      double[] start, int startAt, double[] c, int cAt) {
    DoubleVector c00 = DoubleVector.fromArray(DOUBLES, start, startAt);
    for (int p = 0, x = aAt, y = bAt; p < depth; p++, x += aCol, y += bRow) {
      DoubleVector b0 = DoubleVector.fromArray(DOUBLES, b, y);
      DoubleVector a0 = DoubleVector.broadcast(DOUBLES, a[x]);
      c00 = a0.fma(b0, c00);
    }
    c00.intoArray(c, cAt);
  }
}
