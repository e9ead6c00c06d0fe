package dev.gradlet.kernel;

/**
 * Copies that change strides, four rows or columns at a time: 0.3 to 0.45 ns an element, where one at a time takes 0.6
 * to 2. A store an element is the limit of plain Java.
 *
 * <p>Transposing goes along the rows of the source, and fills a line of the cache in dst by four passes. Where rows of
 * dst are a multiple of 1 KiB apart, those lines have so few places in the cache that they do not stay: then it goes
 * along the rows of dst (4096 × 64: 0.45 instead of 0.8). Squares of lanes in registers, by shuffle and blend, reach
 * 0.15 on 25 but 1.5 on 17, where shuffles are checked each time, squares of four 0.25 and 0.4; a gather of vectors
 * takes 0.6 to 1.2.
 */
public final class Copies {
  /** Elements between rows that share places in the cache. */
  private static final int COLLIDING = 256;

  /** So many rows do find places. */
  private static final int FEW = 8;

  private Copies() {}

  /** dst[c, r] = src[r, c]; columns of src and of dst are adjacent. */
  static void transpose(
      float[] src, int srcOff, int srcRow, int rows, int columns, float[] dst, int dstOff, int dstRow) {
    if (dstRow % COLLIDING == 0 && columns > FEW) {
      byColumns(src, srcOff, srcRow, rows, columns, dst, dstOff, dstRow);
    } else {
      byRows(src, srcOff, srcRow, rows, columns, dst, dstOff, dstRow);
    }
  }

  private static void byRows(
      float[] src, int srcOff, int srcRow, int rows, int columns, float[] dst, int dstOff, int dstRow) {
    int r = 0;
    for (; r + 4 <= rows; r += 4) {
      int row0 = srcOff + r * srcRow;
      int row1 = row0 + srcRow;
      int row2 = row1 + srcRow;
      int row3 = row2 + srcRow;
      for (int c = 0, to = dstOff + r; c < columns; c++, to += dstRow) {
        dst[to] = src[row0 + c];
        dst[to + 1] = src[row1 + c];
        dst[to + 2] = src[row2 + c];
        dst[to + 3] = src[row3 + c];
      }
    }
    for (; r < rows; r++) {
      for (int c = 0; c < columns; c++) dst[dstOff + c * dstRow + r] = src[srcOff + r * srcRow + c];
    }
  }

  private static void byColumns(
      float[] src, int srcOff, int srcRow, int rows, int columns, float[] dst, int dstOff, int dstRow) {
    int c = 0;
    for (; c + 4 <= columns; c += 4) {
      int column0 = dstOff + c * dstRow;
      int column1 = column0 + dstRow;
      int column2 = column1 + dstRow;
      int column3 = column2 + dstRow;
      for (int r = 0, from = srcOff + c; r < rows; r++, from += srcRow) {
        dst[column0 + r] = src[from];
        dst[column1 + r] = src[from + 1];
        dst[column2 + r] = src[from + 2];
        dst[column3 + r] = src[from + 3];
      }
    }
    for (; c < columns; c++) {
      for (int r = 0; r < rows; r++) dst[dstOff + c * dstRow + r] = src[srcOff + r * srcRow + c];
    }
  }

  /** dst[c, r] = src[r, c]; columns of src and of dst are adjacent. */
  static void transpose(
      double[] src, int srcOff, int srcRow, int rows, int columns, double[] dst, int dstOff, int dstRow) {
    if (dstRow % COLLIDING == 0 && columns > FEW) {
      byColumns(src, srcOff, srcRow, rows, columns, dst, dstOff, dstRow);
    } else {
      byRows(src, srcOff, srcRow, rows, columns, dst, dstOff, dstRow);
    }
  }

  private static void byRows(
      double[] src, int srcOff, int srcRow, int rows, int columns, double[] dst, int dstOff, int dstRow) {
    int r = 0;
    for (; r + 4 <= rows; r += 4) {
      int row0 = srcOff + r * srcRow;
      int row1 = row0 + srcRow;
      int row2 = row1 + srcRow;
      int row3 = row2 + srcRow;
      for (int c = 0, to = dstOff + r; c < columns; c++, to += dstRow) {
        dst[to] = src[row0 + c];
        dst[to + 1] = src[row1 + c];
        dst[to + 2] = src[row2 + c];
        dst[to + 3] = src[row3 + c];
      }
    }
    for (; r < rows; r++) {
      for (int c = 0; c < columns; c++) dst[dstOff + c * dstRow + r] = src[srcOff + r * srcRow + c];
    }
  }

  private static void byColumns(
      double[] src, int srcOff, int srcRow, int rows, int columns, double[] dst, int dstOff, int dstRow) {
    int c = 0;
    for (; c + 4 <= columns; c += 4) {
      int column0 = dstOff + c * dstRow;
      int column1 = column0 + dstRow;
      int column2 = column1 + dstRow;
      int column3 = column2 + dstRow;
      for (int r = 0, from = srcOff + c; r < rows; r++, from += srcRow) {
        dst[column0 + r] = src[from];
        dst[column1 + r] = src[from + 1];
        dst[column2 + r] = src[from + 2];
        dst[column3 + r] = src[from + 3];
      }
    }
    for (; c < columns; c++) {
      for (int r = 0; r < rows; r++) dst[dstOff + c * dstRow + r] = src[srcOff + r * srcRow + c];
    }
  }

  /** dst[i, j] = src[i, j]. */
  static void copy(
      int m, int n, float[] src, int srcAt, int srcRow, int srcCol, float[] dst, int dstAt, int dstRow, int dstCol) {
    if (srcCol == 1 && dstCol == 1) {
      for (int i = 0; i < m; i++) System.arraycopy(src, srcAt + i * srcRow, dst, dstAt + i * dstRow, n);
    } else if (srcRow == 1 && dstCol == 1) {
      transpose(src, srcAt, srcCol, n, m, dst, dstAt, dstRow);
    } else {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) dst[dstAt + i * dstRow + j * dstCol] = src[srcAt + i * srcRow + j * srcCol];
      }
    }
  }

  /** dst[i, j] = src[i, j]. */
  static void copy(
      int m, int n, double[] src, int srcAt, int srcRow, int srcCol, double[] dst, int dstAt, int dstRow, int dstCol) {
    if (srcCol == 1 && dstCol == 1) {
      for (int i = 0; i < m; i++) System.arraycopy(src, srcAt + i * srcRow, dst, dstAt + i * dstRow, n);
    } else if (srcRow == 1 && dstCol == 1) {
      transpose(src, srcAt, srcCol, n, m, dst, dstAt, dstRow);
    } else {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) dst[dstAt + i * dstRow + j * dstCol] = src[srcAt + i * srcRow + j * srcCol];
      }
    }
  }

  /** Column j of x, whose rows are {@code row} apart, to tile at + j·step: n elements each, for adjacent columns. */
  public static void gatherColumns(
      float[] x, int offset, int row, int columns, Object[] tiles, int at, int step, int n) {
    int j = 0;
    for (; j + 4 <= columns; j += 4) {
      int tile = at + j * step;
      gather(
          x, offset + j, row, (float[]) tiles[tile], (float[]) tiles[tile + step], (float[]) tiles[tile + 2 * step],
          (float[]) tiles[tile + 3 * step], n);
    }
    for (; j < columns; j++) gather(x, offset + j, row, (float[]) tiles[at + j * step], n);
  }

  private static void gather(
      float[] x, int offset, int row, float[] y0, float[] y1, float[] y2, float[] y3, int n) {
    for (int i = 0, from = offset; i < n; i++, from += row) {
      y0[i] = x[from];
      y1[i] = x[from + 1];
      y2[i] = x[from + 2];
      y3[i] = x[from + 3];
    }
  }

  /** Column j of x, whose rows are {@code row} apart, to tile at + j·step: n elements each, for adjacent columns. */
  public static void gatherColumns(
      double[] x, int offset, int row, int columns, Object[] tiles, int at, int step, int n) {
    int j = 0;
    for (; j + 4 <= columns; j += 4) {
      int tile = at + j * step;
      gather(
          x, offset + j, row, (double[]) tiles[tile], (double[]) tiles[tile + step], (double[]) tiles[tile + 2 * step],
          (double[]) tiles[tile + 3 * step], n);
    }
    for (; j < columns; j++) gather(x, offset + j, row, (double[]) tiles[at + j * step], n);
  }

  private static void gather(
      double[] x, int offset, int row, double[] y0, double[] y1, double[] y2, double[] y3, int n) {
    for (int i = 0, from = offset; i < n; i++, from += row) {
      y0[i] = x[from];
      y1[i] = x[from + 1];
      y2[i] = x[from + 2];
      y3[i] = x[from + 3];
    }
  }

  /** Column j of x, whose rows are {@code row} apart, to tile at + j·step: n elements each, for adjacent columns. */
  public static void gatherColumns(
      int[] x, int offset, int row, int columns, Object[] tiles, int at, int step, int n) {
    int j = 0;
    for (; j + 4 <= columns; j += 4) {
      int tile = at + j * step;
      gather(
          x, offset + j, row, (int[]) tiles[tile], (int[]) tiles[tile + step], (int[]) tiles[tile + 2 * step],
          (int[]) tiles[tile + 3 * step], n);
    }
    for (; j < columns; j++) gather(x, offset + j, row, (int[]) tiles[at + j * step], n);
  }

  private static void gather(
      int[] x, int offset, int row, int[] y0, int[] y1, int[] y2, int[] y3, int n) {
    for (int i = 0, from = offset; i < n; i++, from += row) {
      y0[i] = x[from];
      y1[i] = x[from + 1];
      y2[i] = x[from + 2];
      y3[i] = x[from + 3];
    }
  }

  /** y[i] = x[offset + i·stride]. */
  static void gather(float[] x, int offset, int stride, float[] y, int n) {
    if (stride == 1) {
      System.arraycopy(x, offset, y, 0, n);
    } else {
      for (int i = 0; i < n; i++) y[i] = x[offset + i * stride];
    }
  }

  /** y[i] = x[offset + i·stride]. */
  static void gather(double[] x, int offset, int stride, double[] y, int n) {
    if (stride == 1) {
      System.arraycopy(x, offset, y, 0, n);
    } else {
      for (int i = 0; i < n; i++) y[i] = x[offset + i * stride];
    }
  }

  /** y[i] = x[offset + i·stride]. */
  static void gather(int[] x, int offset, int stride, int[] y, int n) {
    if (stride == 1) {
      System.arraycopy(x, offset, y, 0, n);
    } else {
      for (int i = 0; i < n; i++) y[i] = x[offset + i * stride];
    }
  }

  /** y[offset + i·stride] = x[i]. */
  static void scatter(float[] x, float[] y, int offset, int stride, int n) {
    if (stride == 1) {
      System.arraycopy(x, 0, y, offset, n);
    } else {
      for (int i = 0; i < n; i++) y[offset + i * stride] = x[i];
    }
  }

  /** y[offset + i·stride] = x[i]. */
  static void scatter(double[] x, double[] y, int offset, int stride, int n) {
    if (stride == 1) {
      System.arraycopy(x, 0, y, offset, n);
    } else {
      for (int i = 0; i < n; i++) y[offset + i * stride] = x[i];
    }
  }
}
