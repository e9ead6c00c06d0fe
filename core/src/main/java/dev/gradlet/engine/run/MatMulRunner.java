package dev.gradlet.engine.run;

import dev.gradlet.DType;
import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Data;
import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Products;

/** Matrix products of strided arrays: one kernel call for each matrix, its rows or columns split over threads. */
public final class MatMulRunner {
  /** Multiplications below which a second thread does not pay: at 160³ vectors take 60 µs on one thread and on two. */
  private static final long WORTH_SPLITTING = 1 << 22;

  /** The longest inner dimension that is one sum. */
  private static final int SEGMENT = 1 << 12;

  private MatMulRunner() {}

  /** c = a b. */
  public static void run(Data a, Data b, Data c) {
    Shape shape = c.shape();
    int rank = shape.rank();
    int m = shape.size(-2);
    int n = shape.size(-1);
    int k = a.shape().size(-1);
    long batches = m == 0 || n == 0 ? 0 : shape.elements() / m / n;
    int[] index = new int[rank];
    for (long batch = 0; batch < batches; batch++) {
      long rest = batch;
      int aOff = a.view.offset();
      int bOff = b.view.offset();
      for (int axis = rank - 3; axis >= 0; axis--) {
        index[axis] = (int) (rest % shape.size(axis));
        rest /= shape.size(axis);
        aOff += index[axis] * a.view.strides()[axis];
        bOff += index[axis] * b.view.strides()[axis];
      }
      product(m, n, k, a, aOff, b, bOff, c, (int) (batch * m * n));
    }
  }

  /** A long inner dimension is cut into segments, whose products are added pairwise, for small rounding errors. */
  private static void product(int m, int n, int k, Data a, int aOff, Data b, int bOff, Data c, int cOff) {
    if (k <= SEGMENT) {
      segment(m, n, k, a, aOff, b, bOff, c, cOff);
      return;
    }
    int first = SEGMENT * Integer.highestOneBit((k - 1) / SEGMENT);
    product(m, n, first, a, aOff, b, bOff, c, cOff);
    Data rest = Data.zeros("matmul", c.dtype, Shape.of(m, n));
    product(m, n, k - first, a, aOff + first * stride(a, -1), b, bOff + first * stride(b, -2), rest, 0);
    add(c.array, cOff, rest.array, m * n);
  }

  private static void add(Object to, int at, Object from, int n) {
    if (to instanceof float[] sums) {
      float[] terms = (float[]) from;
      for (int i = 0; i < n; i++) sums[at + i] += terms[i];
    } else {
      double[] sums = (double[]) to;
      double[] terms = (double[]) from;
      for (int i = 0; i < n; i++) sums[at + i] += terms[i];
    }
  }

  private static void segment(int m, int n, int k, Data a, int aOff, Data b, int bOff, Data c, int cOff) {
    int aRow = stride(a, -2);
    int aCol = stride(a, -1);
    int bRow = stride(b, -2);
    int bCol = stride(b, -1);
    Products.Loop loop = Products.Loop.of(m, n, k, aRow);
    if (!Workers.pays((long) m * n * k, WORTH_SPLITTING)) {
      call(loop, m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, n);
    } else if (m >= n) {
      Workers.split(m, (from, to) ->
          call(loop, to - from, n, k, a, aOff + from * aRow, aRow, aCol, b, bOff, bRow, bCol, c,
              cOff + from * n, n));
    } else {
      Workers.split(n, (from, to) ->
          call(loop, m, to - from, k, a, aOff, aRow, aCol, b, bOff + from * bCol, bRow, bCol, c, cOff + from, n));
    }
  }

  private static int stride(Data data, int axis) {
    return data.view.strides()[data.shape().rank() + axis];
  }

  private static void call(
      Products.Loop loop, int m, int n, int k, Data a, int aOff, int aRow, int aCol,
      Data b, int bOff, int bRow, int bCol, Data c, int cOff, int cRow) {
    if (c.dtype == DType.FLOAT32) {
      Products kernels = Kernels.floatProducts(loop, (long) m * n * k);
      float[] x = (float[]) a.array;
      float[] y = (float[]) b.array;
      float[] z = (float[]) c.array;
      if (loop == Products.Loop.ALONG_INNER) {
        kernels.alongInner(m, n, k, x, aOff, aRow, aCol, y, bOff, bRow, bCol, z, cOff, cRow);
      } else {
        kernels.chains(m, n, k, x, aOff, aRow, aCol, y, bOff, bRow, bCol, z, cOff, cRow);
      }
    } else {
      Products kernels = Kernels.doubleProducts(loop, (long) m * n * k);
      double[] x = (double[]) a.array;
      double[] y = (double[]) b.array;
      double[] z = (double[]) c.array;
      if (loop == Products.Loop.ALONG_INNER) {
        kernels.alongInner(m, n, k, x, aOff, aRow, aCol, y, bOff, bRow, bCol, z, cOff, cRow);
      } else {
        kernels.chains(m, n, k, x, aOff, aRow, aCol, y, bOff, bRow, bCol, z, cOff, cRow);
      }
    }
  }
}
