package dev.gradlet.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of float32 that are one vector wide, one below the other: at most 70 % of the peak, a broadcast an fma being
 * the limit. Where steps are few, what goes on around them counts: (2000 × 10) · (10 × 10) takes 7.6 µs with a call a
 * tile and a step a pass, 5.8 with one call, two steps a pass, and twelve rows that begin as zero in registers. Sixteen
 * rows are as fast. Rows of b kept in registers over all tiles get to 5, but for one number of steps only.
 */
final class FloatColumn {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  private FloatColumn() {}

  /** Tiles of twelve rows, where chains begin. */
  static void multiply12x1(
      int tiles, int depth, float[] a, int aFrom, int aRow, int aCol, float[] b, int bAt, int bRow,
      float[] c, int cFrom, int cRow) {
    for (int i = 0, aAt = aFrom, cAt = cFrom; i < tiles; i++, aAt += 12 * aRow, cAt += 12 * cRow) {
      FloatVector c0 = FloatVector.zero(FLOATS);
      FloatVector c1 = FloatVector.zero(FLOATS);
      FloatVector c2 = FloatVector.zero(FLOATS);
      FloatVector c3 = FloatVector.zero(FLOATS);
      FloatVector c4 = FloatVector.zero(FLOATS);
      FloatVector c5 = FloatVector.zero(FLOATS);
      FloatVector c6 = FloatVector.zero(FLOATS);
      FloatVector c7 = FloatVector.zero(FLOATS);
      FloatVector c8 = FloatVector.zero(FLOATS);
      FloatVector c9 = FloatVector.zero(FLOATS);
      FloatVector c10 = FloatVector.zero(FLOATS);
      FloatVector c11 = FloatVector.zero(FLOATS);
      int p = 0;
      int x = aAt;
      int y = bAt;
      for (; p + 1 < depth; p += 2, x += 2 * aCol, y += 2 * bRow) {
        FloatVector b0 = FloatVector.fromArray(FLOATS, b, y);
        FloatVector b1 = FloatVector.fromArray(FLOATS, b, y + bRow);
        c0 = FloatVector.broadcast(FLOATS, a[x]).fma(b0, c0);
        c0 = FloatVector.broadcast(FLOATS, a[x + aCol]).fma(b1, c0);
        c1 = FloatVector.broadcast(FLOATS, a[x + aRow]).fma(b0, c1);
        c1 = FloatVector.broadcast(FLOATS, a[x + aRow + aCol]).fma(b1, c1);
        c2 = FloatVector.broadcast(FLOATS, a[x + 2 * aRow]).fma(b0, c2);
        c2 = FloatVector.broadcast(FLOATS, a[x + 2 * aRow + aCol]).fma(b1, c2);
        c3 = FloatVector.broadcast(FLOATS, a[x + 3 * aRow]).fma(b0, c3);
        c3 = FloatVector.broadcast(FLOATS, a[x + 3 * aRow + aCol]).fma(b1, c3);
        c4 = FloatVector.broadcast(FLOATS, a[x + 4 * aRow]).fma(b0, c4);
        c4 = FloatVector.broadcast(FLOATS, a[x + 4 * aRow + aCol]).fma(b1, c4);
        c5 = FloatVector.broadcast(FLOATS, a[x + 5 * aRow]).fma(b0, c5);
        c5 = FloatVector.broadcast(FLOATS, a[x + 5 * aRow + aCol]).fma(b1, c5);
        c6 = FloatVector.broadcast(FLOATS, a[x + 6 * aRow]).fma(b0, c6);
        c6 = FloatVector.broadcast(FLOATS, a[x + 6 * aRow + aCol]).fma(b1, c6);
        c7 = FloatVector.broadcast(FLOATS, a[x + 7 * aRow]).fma(b0, c7);
        c7 = FloatVector.broadcast(FLOATS, a[x + 7 * aRow + aCol]).fma(b1, c7);
        c8 = FloatVector.broadcast(FLOATS, a[x + 8 * aRow]).fma(b0, c8);
        c8 = FloatVector.broadcast(FLOATS, a[x + 8 * aRow + aCol]).fma(b1, c8);
        c9 = FloatVector.broadcast(FLOATS, a[x + 9 * aRow]).fma(b0, c9);
        c9 = FloatVector.broadcast(FLOATS, a[x + 9 * aRow + aCol]).fma(b1, c9);
        c10 = FloatVector.broadcast(FLOATS, a[x + 10 * aRow]).fma(b0, c10);
        c10 = FloatVector.broadcast(FLOATS, a[x + 10 * aRow + aCol]).fma(b1, c10);
        c11 = FloatVector.broadcast(FLOATS, a[x + 11 * aRow]).fma(b0, c11);
        c11 = FloatVector.broadcast(FLOATS, a[x + 11 * aRow + aCol]).fma(b1, c11);
      }
      if (p < depth) {
        FloatVector b0 = FloatVector.fromArray(FLOATS, b, y);
        c0 = FloatVector.broadcast(FLOATS, a[x]).fma(b0, c0);
        c1 = FloatVector.broadcast(FLOATS, a[x + aRow]).fma(b0, c1);
        c2 = FloatVector.broadcast(FLOATS, a[x + 2 * aRow]).fma(b0, c2);
        c3 = FloatVector.broadcast(FLOATS, a[x + 3 * aRow]).fma(b0, c3);
        c4 = FloatVector.broadcast(FLOATS, a[x + 4 * aRow]).fma(b0, c4);
        c5 = FloatVector.broadcast(FLOATS, a[x + 5 * aRow]).fma(b0, c5);
        c6 = FloatVector.broadcast(FLOATS, a[x + 6 * aRow]).fma(b0, c6);
        c7 = FloatVector.broadcast(FLOATS, a[x + 7 * aRow]).fma(b0, c7);
        c8 = FloatVector.broadcast(FLOATS, a[x + 8 * aRow]).fma(b0, c8);
        c9 = FloatVector.broadcast(FLOATS, a[x + 9 * aRow]).fma(b0, c9);
        c10 = FloatVector.broadcast(FLOATS, a[x + 10 * aRow]).fma(b0, c10);
        c11 = FloatVector.broadcast(FLOATS, a[x + 11 * aRow]).fma(b0, c11);
      }
      c0.intoArray(c, cAt);
      c1.intoArray(c, cAt + cRow);
      c2.intoArray(c, cAt + 2 * cRow);
      c3.intoArray(c, cAt + 3 * cRow);
      c4.intoArray(c, cAt + 4 * cRow);
      c5.intoArray(c, cAt + 5 * cRow);
      c6.intoArray(c, cAt + 6 * cRow);
      c7.intoArray(c, cAt + 7 * cRow);
      c8.intoArray(c, cAt + 8 * cRow);
      c9.intoArray(c, cAt + 9 * cRow);
      c10.intoArray(c, cAt + 10 * cRow);
      c11.intoArray(c, cAt + 11 * cRow);
    }
  }

  /** Tiles of eight rows. */
  static void multiply8x1(
      int tiles, int depth, float[] a, int aFrom, int aTile, int aRow, int aCol, float[] b, int bAt, int bRow,
      float[] start, int startFrom, int startRow, float[] c, int cFrom, int cRow) {
    int startAt = startFrom;
    for (int i = 0, aAt = aFrom, cAt = cFrom; i < tiles; i++, aAt += aTile, cAt += 8 * cRow) {
      FloatVector c0 = FloatVector.fromArray(FLOATS, start, startAt);
      FloatVector c1 = FloatVector.fromArray(FLOATS, start, startAt + startRow);
      FloatVector c2 = FloatVector.fromArray(FLOATS, start, startAt + 2 * startRow);
      FloatVector c3 = FloatVector.fromArray(FLOATS, start, startAt + 3 * startRow);
      FloatVector c4 = FloatVector.fromArray(FLOATS, start, startAt + 4 * startRow);
      FloatVector c5 = FloatVector.fromArray(FLOATS, start, startAt + 5 * startRow);
      FloatVector c6 = FloatVector.fromArray(FLOATS, start, startAt + 6 * startRow);
      FloatVector c7 = FloatVector.fromArray(FLOATS, start, startAt + 7 * startRow);
      startAt += 8 * startRow;
      int p = 0;
      int x = aAt;
      int y = bAt;
      for (; p + 1 < depth; p += 2, x += 2 * aCol, y += 2 * bRow) {
        FloatVector b0 = FloatVector.fromArray(FLOATS, b, y);
        FloatVector b1 = FloatVector.fromArray(FLOATS, b, y + bRow);
        c0 = FloatVector.broadcast(FLOATS, a[x]).fma(b0, c0);
        c0 = FloatVector.broadcast(FLOATS, a[x + aCol]).fma(b1, c0);
        c1 = FloatVector.broadcast(FLOATS, a[x + aRow]).fma(b0, c1);
        c1 = FloatVector.broadcast(FLOATS, a[x + aRow + aCol]).fma(b1, c1);
        c2 = FloatVector.broadcast(FLOATS, a[x + 2 * aRow]).fma(b0, c2);
        c2 = FloatVector.broadcast(FLOATS, a[x + 2 * aRow + aCol]).fma(b1, c2);
        c3 = FloatVector.broadcast(FLOATS, a[x + 3 * aRow]).fma(b0, c3);
        c3 = FloatVector.broadcast(FLOATS, a[x + 3 * aRow + aCol]).fma(b1, c3);
        c4 = FloatVector.broadcast(FLOATS, a[x + 4 * aRow]).fma(b0, c4);
        c4 = FloatVector.broadcast(FLOATS, a[x + 4 * aRow + aCol]).fma(b1, c4);
        c5 = FloatVector.broadcast(FLOATS, a[x + 5 * aRow]).fma(b0, c5);
        c5 = FloatVector.broadcast(FLOATS, a[x + 5 * aRow + aCol]).fma(b1, c5);
        c6 = FloatVector.broadcast(FLOATS, a[x + 6 * aRow]).fma(b0, c6);
        c6 = FloatVector.broadcast(FLOATS, a[x + 6 * aRow + aCol]).fma(b1, c6);
        c7 = FloatVector.broadcast(FLOATS, a[x + 7 * aRow]).fma(b0, c7);
        c7 = FloatVector.broadcast(FLOATS, a[x + 7 * aRow + aCol]).fma(b1, c7);
      }
      if (p < depth) {
        FloatVector b0 = FloatVector.fromArray(FLOATS, b, y);
        c0 = FloatVector.broadcast(FLOATS, a[x]).fma(b0, c0);
        c1 = FloatVector.broadcast(FLOATS, a[x + aRow]).fma(b0, c1);
        c2 = FloatVector.broadcast(FLOATS, a[x + 2 * aRow]).fma(b0, c2);
        c3 = FloatVector.broadcast(FLOATS, a[x + 3 * aRow]).fma(b0, c3);
        c4 = FloatVector.broadcast(FLOATS, a[x + 4 * aRow]).fma(b0, c4);
        c5 = FloatVector.broadcast(FLOATS, a[x + 5 * aRow]).fma(b0, c5);
        c6 = FloatVector.broadcast(FLOATS, a[x + 6 * aRow]).fma(b0, c6);
        c7 = FloatVector.broadcast(FLOATS, a[x + 7 * aRow]).fma(b0, c7);
      }
      c0.intoArray(c, cAt);
      c1.intoArray(c, cAt + cRow);
      c2.intoArray(c, cAt + 2 * cRow);
      c3.intoArray(c, cAt + 3 * cRow);
      c4.intoArray(c, cAt + 4 * cRow);
      c5.intoArray(c, cAt + 5 * cRow);
      c6.intoArray(c, cAt + 6 * cRow);
      c7.intoArray(c, cAt + 7 * cRow);
    }
  }
}
