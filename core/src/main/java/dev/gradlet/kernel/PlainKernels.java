package dev.gradlet.kernel;

import dev.gradlet.kernel.Loops.FloatCompare;
import dev.gradlet.kernel.Loops.IntCompare;
import dev.gradlet.kernel.RowNumberLoops.FloatRowNumber;

/** All kernels in plain Java: the definition of what every provider computes. */
class PlainKernels implements Kernels {
  @Override
  public String name() {
    return "plain";
  }

  @Override
  public boolean readWindows() {
    return false;
  }

  @Override
  public Windows.Unary unary(String op) {
    return null;
  }

  @Override
  public Windows.Binary binary(String op) {
    return null;
  }

  @Override
  public Windows.Number number(String op, boolean left) {
    return null;
  }

  @Override
  public FloatRowNumber rowNumber(String op, boolean left, FloatRowNumber plain) {
    return plain;
  }

  @Override
  public FloatCompare compare(String op, FloatCompare plain) {
    return plain;
  }

  @Override
  public IntCompare intCompare(String op, IntCompare plain) {
    return plain;
  }

  @Override
  public void addProduct(boolean minus, float[] s, float[] a, float[] b, boolean number, int n) {
    SumLoops.addProduct(minus, s, a, b, number, n);
  }

  @Override
  public void addProduct(boolean minus, double[] s, double[] a, double[] b, boolean number, int n) {
    SumLoops.addProduct(minus, s, a, b, number, n);
  }

  @Override
  public void addSquare(float[] s, float[] a, float[] b, boolean number, int n) {
    SumLoops.addSquare(s, a, b, number, n);
  }

  @Override
  public void addSquare(double[] s, double[] a, double[] b, boolean number, int n) {
    SumLoops.addSquare(s, a, b, number, n);
  }

  @Override
  public void select(boolean[] mask, float[] a, float[] b, float[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = mask[i] ? a[i] : b[i];
  }

  @Override
  public void select(boolean[] mask, double[] a, double[] b, double[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = mask[i] ? a[i] : b[i];
  }

  @Override
  public void select(boolean[] mask, int[] a, int[] b, int[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = mask[i] ? a[i] : b[i];
  }

  @Override
  public void select(boolean[] mask, boolean[] a, boolean[] b, boolean[] y, int n) {
    for (int i = 0; i < n; i++) y[i] = mask[i] ? a[i] : b[i];
  }

  @Override
  public void keepAbove(float[] x, float bound, boolean nan, float[] a, float other, float[] y, int n) {
    if (nan) {
      for (int i = 0; i < n; i++) y[i] = x[i] <= bound ? other : a[i];
    } else {
      for (int i = 0; i < n; i++) y[i] = x[i] > bound ? a[i] : other;
    }
  }

  @Override
  public void argMin(float[] x, int index, float[] best, int[] at, int n) {
    for (int i = 0; i < n; i++) {
      if (x[i] < best[i] || (x[i] != x[i] && best[i] == best[i])) {
        best[i] = x[i];
        at[i] = index;
      }
    }
  }

  @Override
  public void argMax(float[] x, int index, float[] best, int[] at, int n) {
    for (int i = 0; i < n; i++) {
      if (x[i] > best[i] || (x[i] != x[i] && best[i] == best[i])) {
        best[i] = x[i];
        at[i] = index;
      }
    }
  }

  @Override
  public void argMin(float[] x, int[] index, float[] best, int[] at, int n) {
    for (int i = 0; i < n; i++) {
      if (x[i] < best[i] || (x[i] != x[i] && best[i] == best[i])) {
        best[i] = x[i];
        at[i] = index[i];
      }
    }
  }

  @Override
  public void argMax(float[] x, int[] index, float[] best, int[] at, int n) {
    for (int i = 0; i < n; i++) {
      if (x[i] > best[i] || (x[i] != x[i] && best[i] == best[i])) {
        best[i] = x[i];
        at[i] = index[i];
      }
    }
  }

  @Override
  public void argMin(double[] x, int index, double[] best, int[] at, int n) {
    for (int i = 0; i < n; i++) {
      if (x[i] < best[i] || (x[i] != x[i] && best[i] == best[i])) {
        best[i] = x[i];
        at[i] = index;
      }
    }
  }

  @Override
  public void argMax(double[] x, int index, double[] best, int[] at, int n) {
    for (int i = 0; i < n; i++) {
      if (x[i] > best[i] || (x[i] != x[i] && best[i] == best[i])) {
        best[i] = x[i];
        at[i] = index;
      }
    }
  }

  @Override
  public void argMin(double[] x, int[] index, double[] best, int[] at, int n) {
    for (int i = 0; i < n; i++) {
      if (x[i] < best[i] || (x[i] != x[i] && best[i] == best[i])) {
        best[i] = x[i];
        at[i] = index[i];
      }
    }
  }

  @Override
  public void argMax(double[] x, int[] index, double[] best, int[] at, int n) {
    for (int i = 0; i < n; i++) {
      if (x[i] > best[i] || (x[i] != x[i] && best[i] == best[i])) {
        best[i] = x[i];
        at[i] = index[i];
      }
    }
  }

  @Override
  public float foldSum(float[] p, int count) {
    return Folds.sum(p, count);
  }

  @Override
  public float foldMin(float[] p, int count) {
    return Folds.min(p, count);
  }

  @Override
  public float foldMax(float[] p, int count) {
    return Folds.max(p, count);
  }

  @Override
  public double foldSum(double[] p, int count) {
    return Folds.sum(p, count);
  }

  @Override
  public double foldMin(double[] p, int count) {
    return Folds.min(p, count);
  }

  @Override
  public double foldMax(double[] p, int count) {
    return Folds.max(p, count);
  }

  @Override
  public void sumOfRows(float[] x, int at, int length, int rows, float[] y) {
    RowLoops.sum(x, at, length, rows, y);
  }

  @Override
  public void minOfRows(float[] x, int at, int length, int rows, float[] y) {
    RowLoops.min(x, at, length, rows, y);
  }

  @Override
  public void maxOfRows(float[] x, int at, int length, int rows, float[] y) {
    RowLoops.max(x, at, length, rows, y);
  }

  @Override
  public void sumOfRows(double[] x, int length, int rows, double[] y) {
    RowLoops.sum(x, length, rows, y);
  }

  @Override
  public void minOfRows(double[] x, int length, int rows, double[] y) {
    RowLoops.min(x, length, rows, y);
  }

  @Override
  public void maxOfRows(double[] x, int length, int rows, double[] y) {
    RowLoops.max(x, length, rows, y);
  }

  @Override
  public void addRows(float[] s, float[] x, int at, int length, int rows) {
    RowLoops.add(s, x, at, length, rows);
  }

  @Override
  public void addRows(double[] s, double[] x, int at, int length, int rows) {
    RowLoops.add(s, x, at, length, rows);
  }

  @Override
  public void selectEqual(int[] x, int[] c, float a, float b, int length, int rows, float[] y) {
    RowLoops.selectEqual(x, c, a, b, length, rows, y);
  }

  @Override
  public void widenRows(float[] x, int length, int rows, float[] y) {
    RowLoops.widen(x, length, rows, y);
  }

  @Override
  public void widenRows(double[] x, int length, int rows, double[] y) {
    RowLoops.widen(x, length, rows, y);
  }

  @Override
  public void widenRows(int[] x, int length, int rows, int[] y) {
    RowLoops.widen(x, length, rows, y);
  }

  @Override
  public void widenRows(boolean[] x, int length, int rows, boolean[] y) {
    RowLoops.widen(x, length, rows, y);
  }

  @Override
  public void gatherStrided(float[] x, int offset, int stride, float[] y, int n) {
    Copies.gather(x, offset, stride, y, n);
  }

  @Override
  public void gatherStrided(double[] x, int offset, int stride, double[] y, int n) {
    Copies.gather(x, offset, stride, y, n);
  }

  @Override
  public void gatherStrided(int[] x, int offset, int stride, int[] y, int n) {
    Copies.gather(x, offset, stride, y, n);
  }

  @Override
  public void gatherColumns(float[] x, int offset, int row, int columns, Object[] tiles, int at, int step, int n) {
    Copies.gatherColumns(x, offset, row, columns, tiles, at, step, n);
  }

  @Override
  public void gatherColumns(double[] x, int offset, int row, int columns, Object[] tiles, int at, int step, int n) {
    Copies.gatherColumns(x, offset, row, columns, tiles, at, step, n);
  }

  @Override
  public void gatherColumns(int[] x, int offset, int row, int columns, Object[] tiles, int at, int step, int n) {
    Copies.gatherColumns(x, offset, row, columns, tiles, at, step, n);
  }

  @Override
  public void matmul(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    Matmul.chains(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
  }

  @Override
  public void matmul(
      int m, int n, int k,
      double[] a, int aOff, int aRow, int aCol,
      double[] b, int bOff, int bRow, int bCol,
      double[] c, int cOff, int cRow) {
    DoubleMatmul.chains(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
  }

  @Override
  public void matmulAlongInner(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    Matmul.alongInner(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
  }

  @Override
  public void matmulAlongInner(
      int m, int n, int k,
      double[] a, int aOff, int aRow, int aCol,
      double[] b, int bOff, int bRow, int bCol,
      double[] c, int cOff, int cRow) {
    DoubleMatmul.alongInner(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
  }
}
