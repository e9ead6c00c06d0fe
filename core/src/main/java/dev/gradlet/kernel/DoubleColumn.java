package dev.gradlet.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Tiles of float64 that are one vector wide: see {@link FloatColumn}. */
final class DoubleColumn {
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

  private DoubleColumn() {}

  /** Tiles of twelve rows, where chains begin. */
  static void multiply12x1(
      int tiles, int depth, double[] a, int aFrom, int aRow, int aCol, double[] b, int bAt, int bRow,
      double[] c, int cFrom, int cRow) {
    for (int i = 0, aAt = aFrom, cAt = cFrom; i < tiles; i++, aAt += 12 * aRow, cAt += 12 * cRow) {
      DoubleVector c0 = DoubleVector.zero(DOUBLES);
      DoubleVector c1 = DoubleVector.zero(DOUBLES);
      DoubleVector c2 = DoubleVector.zero(DOUBLES);
      DoubleVector c3 = DoubleVector.zero(DOUBLES);
      DoubleVector c4 = DoubleVector.zero(DOUBLES);
      DoubleVector c5 = DoubleVector.zero(DOUBLES);
      DoubleVector c6 = DoubleVector.zero(DOUBLES);
      DoubleVector c7 = DoubleVector.zero(DOUBLES);
      DoubleVector c8 = DoubleVector.zero(DOUBLES);
      DoubleVector c9 = DoubleVector.zero(DOUBLES);
      DoubleVector c10 = DoubleVector.zero(DOUBLES);
      DoubleVector c11 = DoubleVector.zero(DOUBLES);
      int p = 0;
      int x = aAt;
      int y = bAt;
      for (; p + 1 < depth; p += 2, x += 2 * aCol, y += 2 * bRow) {
        DoubleVector b0 = DoubleVector.fromArray(DOUBLES, b, y);
        DoubleVector b1 = DoubleVector.fromArray(DOUBLES, b, y + bRow);
        c0 = DoubleVector.broadcast(DOUBLES, a[x]).fma(b0, c0);
        c0 = DoubleVector.broadcast(DOUBLES, a[x + aCol]).fma(b1, c0);
        c1 = DoubleVector.broadcast(DOUBLES, a[x + aRow]).fma(b0, c1);
        c1 = DoubleVector.broadcast(DOUBLES, a[x + aRow + aCol]).fma(b1, c1);
        c2 = DoubleVector.broadcast(DOUBLES, a[x + 2 * aRow]).fma(b0, c2);
        c2 = DoubleVector.broadcast(DOUBLES, a[x + 2 * aRow + aCol]).fma(b1, c2);
        c3 = DoubleVector.broadcast(DOUBLES, a[x + 3 * aRow]).fma(b0, c3);
        c3 = DoubleVector.broadcast(DOUBLES, a[x + 3 * aRow + aCol]).fma(b1, c3);
        c4 = DoubleVector.broadcast(DOUBLES, a[x + 4 * aRow]).fma(b0, c4);
        c4 = DoubleVector.broadcast(DOUBLES, a[x + 4 * aRow + aCol]).fma(b1, c4);
        c5 = DoubleVector.broadcast(DOUBLES, a[x + 5 * aRow]).fma(b0, c5);
        c5 = DoubleVector.broadcast(DOUBLES, a[x + 5 * aRow + aCol]).fma(b1, c5);
        c6 = DoubleVector.broadcast(DOUBLES, a[x + 6 * aRow]).fma(b0, c6);
        c6 = DoubleVector.broadcast(DOUBLES, a[x + 6 * aRow + aCol]).fma(b1, c6);
        c7 = DoubleVector.broadcast(DOUBLES, a[x + 7 * aRow]).fma(b0, c7);
        c7 = DoubleVector.broadcast(DOUBLES, a[x + 7 * aRow + aCol]).fma(b1, c7);
        c8 = DoubleVector.broadcast(DOUBLES, a[x + 8 * aRow]).fma(b0, c8);
        c8 = DoubleVector.broadcast(DOUBLES, a[x + 8 * aRow + aCol]).fma(b1, c8);
        c9 = DoubleVector.broadcast(DOUBLES, a[x + 9 * aRow]).fma(b0, c9);
        c9 = DoubleVector.broadcast(DOUBLES, a[x + 9 * aRow + aCol]).fma(b1, c9);
        c10 = DoubleVector.broadcast(DOUBLES, a[x + 10 * aRow]).fma(b0, c10);
        c10 = DoubleVector.broadcast(DOUBLES, a[x + 10 * aRow + aCol]).fma(b1, c10);
        c11 = DoubleVector.broadcast(DOUBLES, a[x + 11 * aRow]).fma(b0, c11);
        c11 = DoubleVector.broadcast(DOUBLES, a[x + 11 * aRow + aCol]).fma(b1, c11);
      }
      if (p < depth) {
        DoubleVector b0 = DoubleVector.fromArray(DOUBLES, b, y);
        c0 = DoubleVector.broadcast(DOUBLES, a[x]).fma(b0, c0);
        c1 = DoubleVector.broadcast(DOUBLES, a[x + aRow]).fma(b0, c1);
        c2 = DoubleVector.broadcast(DOUBLES, a[x + 2 * aRow]).fma(b0, c2);
        c3 = DoubleVector.broadcast(DOUBLES, a[x + 3 * aRow]).fma(b0, c3);
        c4 = DoubleVector.broadcast(DOUBLES, a[x + 4 * aRow]).fma(b0, c4);
        c5 = DoubleVector.broadcast(DOUBLES, a[x + 5 * aRow]).fma(b0, c5);
        c6 = DoubleVector.broadcast(DOUBLES, a[x + 6 * aRow]).fma(b0, c6);
        c7 = DoubleVector.broadcast(DOUBLES, a[x + 7 * aRow]).fma(b0, c7);
        c8 = DoubleVector.broadcast(DOUBLES, a[x + 8 * aRow]).fma(b0, c8);
        c9 = DoubleVector.broadcast(DOUBLES, a[x + 9 * aRow]).fma(b0, c9);
        c10 = DoubleVector.broadcast(DOUBLES, a[x + 10 * aRow]).fma(b0, c10);
        c11 = DoubleVector.broadcast(DOUBLES, a[x + 11 * aRow]).fma(b0, c11);
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
      int tiles, int depth, double[] a, int aFrom, int aTile, int aRow, int aCol, double[] b, int bAt, int bRow,
      double[] start, int startFrom, int startRow, double[] c, int cFrom, int cRow) {
    int startAt = startFrom;
    for (int i = 0, aAt = aFrom, cAt = cFrom; i < tiles; i++, aAt += aTile, cAt += 8 * cRow) {
      DoubleVector c0 = DoubleVector.fromArray(DOUBLES, start, startAt);
      DoubleVector c1 = DoubleVector.fromArray(DOUBLES, start, startAt + startRow);
      DoubleVector c2 = DoubleVector.fromArray(DOUBLES, start, startAt + 2 * startRow);
      DoubleVector c3 = DoubleVector.fromArray(DOUBLES, start, startAt + 3 * startRow);
      DoubleVector c4 = DoubleVector.fromArray(DOUBLES, start, startAt + 4 * startRow);
      DoubleVector c5 = DoubleVector.fromArray(DOUBLES, start, startAt + 5 * startRow);
      DoubleVector c6 = DoubleVector.fromArray(DOUBLES, start, startAt + 6 * startRow);
      DoubleVector c7 = DoubleVector.fromArray(DOUBLES, start, startAt + 7 * startRow);
      startAt += 8 * startRow;
      int p = 0;
      int x = aAt;
      int y = bAt;
      for (; p + 1 < depth; p += 2, x += 2 * aCol, y += 2 * bRow) {
        DoubleVector b0 = DoubleVector.fromArray(DOUBLES, b, y);
        DoubleVector b1 = DoubleVector.fromArray(DOUBLES, b, y + bRow);
        c0 = DoubleVector.broadcast(DOUBLES, a[x]).fma(b0, c0);
        c0 = DoubleVector.broadcast(DOUBLES, a[x + aCol]).fma(b1, c0);
        c1 = DoubleVector.broadcast(DOUBLES, a[x + aRow]).fma(b0, c1);
        c1 = DoubleVector.broadcast(DOUBLES, a[x + aRow + aCol]).fma(b1, c1);
        c2 = DoubleVector.broadcast(DOUBLES, a[x + 2 * aRow]).fma(b0, c2);
        c2 = DoubleVector.broadcast(DOUBLES, a[x + 2 * aRow + aCol]).fma(b1, c2);
        c3 = DoubleVector.broadcast(DOUBLES, a[x + 3 * aRow]).fma(b0, c3);
        c3 = DoubleVector.broadcast(DOUBLES, a[x + 3 * aRow + aCol]).fma(b1, c3);
        c4 = DoubleVector.broadcast(DOUBLES, a[x + 4 * aRow]).fma(b0, c4);
        c4 = DoubleVector.broadcast(DOUBLES, a[x + 4 * aRow + aCol]).fma(b1, c4);
        c5 = DoubleVector.broadcast(DOUBLES, a[x + 5 * aRow]).fma(b0, c5);
        c5 = DoubleVector.broadcast(DOUBLES, a[x + 5 * aRow + aCol]).fma(b1, c5);
        c6 = DoubleVector.broadcast(DOUBLES, a[x + 6 * aRow]).fma(b0, c6);
        c6 = DoubleVector.broadcast(DOUBLES, a[x + 6 * aRow + aCol]).fma(b1, c6);
        c7 = DoubleVector.broadcast(DOUBLES, a[x + 7 * aRow]).fma(b0, c7);
        c7 = DoubleVector.broadcast(DOUBLES, a[x + 7 * aRow + aCol]).fma(b1, c7);
      }
      if (p < depth) {
        DoubleVector b0 = DoubleVector.fromArray(DOUBLES, b, y);
        c0 = DoubleVector.broadcast(DOUBLES, a[x]).fma(b0, c0);
        c1 = DoubleVector.broadcast(DOUBLES, a[x + aRow]).fma(b0, c1);
        c2 = DoubleVector.broadcast(DOUBLES, a[x + 2 * aRow]).fma(b0, c2);
        c3 = DoubleVector.broadcast(DOUBLES, a[x + 3 * aRow]).fma(b0, c3);
        c4 = DoubleVector.broadcast(DOUBLES, a[x + 4 * aRow]).fma(b0, c4);
        c5 = DoubleVector.broadcast(DOUBLES, a[x + 5 * aRow]).fma(b0, c5);
        c6 = DoubleVector.broadcast(DOUBLES, a[x + 6 * aRow]).fma(b0, c6);
        c7 = DoubleVector.broadcast(DOUBLES, a[x + 7 * aRow]).fma(b0, c7);
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
