package dev.gradlet.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of float32. On a core of two 512-bit units, whose fma peak is 236 GFLOP/s, with both operands in the L1 cache,
 * 8 × 3 reaches 95 % of it on 17 and 25, at any strides, and 8 × 2 as much; 4 × 3, with 12 sums in 16 registers, 92. An
 * index that advances by its stride, rather than a product of the two, is worth a tenth on 17 and more on 25; two steps
 * a pass are no faster. One vector alone is a {@link FloatColumn}.
 *
 * <p>Written out: an array of vectors would be boxed. So would all vectors on 17 if another species of floats were used
 * anywhere near, say one of eight lanes to copy eight.
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

  /** Three vectors, but two and two rather than three and one. Tiles of four rows are three or one wide. */
  @Override
  public int vectorsFor(boolean tall, int columns) {
    int vectors = (columns + LANES - 1) / LANES;
    if (!tall) {
      return vectors == 1 ? 1 : MOST_VECTORS;
    }
    return vectors == 4 ? 2 : Math.min(vectors, MOST_VECTORS);
  }

  @Override
  public int height(boolean tall, int vectors) {
    return tall || vectors == 1 ? TALL : 4;
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
  public void packEight(int steps, float[] x, int at, int step, float[] y, int to) {
    for (int p = 0, from = at; p < steps; p++, from += step) {
      if (from + LANES <= x.length) {
        FloatVector.fromArray(FLOATS, x, from).intoArray(y, to + p * TALL);
      } else {
        System.arraycopy(x, from, y, to + p * TALL, TALL);
      }
    }
  }

  @Override
  public void copy(
      int m, int n, float[] src, int srcAt, int srcRow, int srcCol, float[] dst, int dstAt, int dstRow, int dstCol) {
    Copies.copy(m, n, src, srcAt, srcRow, srcCol, dst, dstAt, dstRow, dstCol);
  }

  @Override
  public void multiply(
      int tiles, int height, int vectors, int depth,
      float[] a, int aAt, int aTile, int aRow, int aCol, float[] b, int bAt, int bRow,
      float[] start, int startAt, int startRow, float[] c, int cAt, int cRow) {
    if (vectors == 1) {
      FloatColumn.multiply8x1(
          tiles, depth, a, aAt, aTile, aRow, aCol, b, bAt, bRow, start, startAt, startRow, c, cAt, cRow);
      return;
    }
    int x = aAt;
    int s = startAt;
    int z = cAt;
    for (int i = 0; i < tiles; i++, x += aTile, s += height * startRow, z += height * cRow) {
      if (height < TALL) {
        multiply4x3(depth, a, x, aRow, aCol, b, bAt, bRow, start, s, startRow, c, z, cRow);
      } else if (vectors == 2) {
        multiply8x2(depth, a, x, aRow, aCol, b, bAt, bRow, start, s, startRow, c, z, cRow);
      } else {
        multiply8x3(depth, a, x, aRow, aCol, b, bAt, bRow, start, s, startRow, c, z, cRow);
      }
    }
  }

  @Override
  public void multiplyTwelve(
      int tiles, int depth, float[] a, int aAt, int aRow, int aCol, float[] b, int bAt, int bRow,
      float[] c, int cAt, int cRow) {
    FloatColumn.multiply12x1(tiles, depth, a, aAt, aRow, aCol, b, bAt, bRow, c, cAt, cRow);
  }

  @Override
  public void multiplyRow(
      int vectors, int depth, float[] a, int aAt, int aCol, float[] b, int bAt, int bRow,
      float[] start, int startAt, float[] c, int cAt) {
    if (vectors == 1) {
      multiply1x1(depth, a, aAt, aCol, b, bAt, bRow, start, startAt, c, cAt);
    } else {
      multiply1x3(depth, a, aAt, aCol, b, bAt, bRow, start, startAt, c, cAt);
    }
  }

  private static void multiply8x3(
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
    for (int p = 0, x = aAt, y = bAt; p < depth; p++, x += aCol, y += bRow) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, y);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, y + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, y + 2 * LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[x]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[x + aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[x + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[x + 3 * aRow]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[x + 4 * aRow]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[x + 5 * aRow]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      FloatVector a6 = FloatVector.broadcast(FLOATS, a[x + 6 * aRow]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      c62 = a6.fma(b2, c62);
      FloatVector a7 = FloatVector.broadcast(FLOATS, a[x + 7 * aRow]);
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

  private static void multiply8x2(
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
    FloatVector c40 = FloatVector.fromArray(FLOATS, start, startAt + 4 * startRow);
    FloatVector c41 = FloatVector.fromArray(FLOATS, start, startAt + 4 * startRow + LANES);
    FloatVector c50 = FloatVector.fromArray(FLOATS, start, startAt + 5 * startRow);
    FloatVector c51 = FloatVector.fromArray(FLOATS, start, startAt + 5 * startRow + LANES);
    FloatVector c60 = FloatVector.fromArray(FLOATS, start, startAt + 6 * startRow);
    FloatVector c61 = FloatVector.fromArray(FLOATS, start, startAt + 6 * startRow + LANES);
    FloatVector c70 = FloatVector.fromArray(FLOATS, start, startAt + 7 * startRow);
    FloatVector c71 = FloatVector.fromArray(FLOATS, start, startAt + 7 * startRow + LANES);
    for (int p = 0, x = aAt, y = bAt; p < depth; p++, x += aCol, y += bRow) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, y);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, y + LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[x]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[x + aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[x + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[x + 3 * aRow]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(FLOATS, a[x + 4 * aRow]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(FLOATS, a[x + 5 * aRow]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(FLOATS, a[x + 6 * aRow]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(FLOATS, a[x + 7 * aRow]);
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
    for (int p = 0, x = aAt, y = bAt; p < depth; p++, x += aCol, y += bRow) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, y);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, y + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, y + 2 * LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[x]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[x + aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[x + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[x + 3 * aRow]);
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

  private static void multiply1x3(
      int depth, float[] a, int aAt, int aCol, float[] b, int bAt, int bRow,
      float[] start, int startAt, float[] c, int cAt) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, start, startAt);
    FloatVector c01 = FloatVector.fromArray(FLOATS, start, startAt + LANES);
    FloatVector c02 = FloatVector.fromArray(FLOATS, start, startAt + 2 * LANES);
    for (int p = 0, x = aAt, y = bAt; p < depth; p++, x += aCol, y += bRow) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, y);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, y + LANES);
      FloatVector b2 = FloatVector.fromArray(FLOATS, b, y + 2 * LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[x]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
  }

  private static void multiply1x1(
      int depth, float[] a, int aAt, int aCol, float[] b, int bAt, int bRow,
      float[] start, int startAt, float[] c, int cAt) {
    FloatVector c00 = FloatVector.fromArray(FLOATS, start, startAt);
    for (int p = 0, x = aAt, y = bAt; p < depth; p++, x += aCol, y += bRow) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, y);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[x]);
      c00 = a0.fma(b0, c00);
    }
    c00.intoArray(c, cAt);
  }
}
