package dev.gradlet.kernel;

import dev.gradlet.kernel.Loops.FloatCompare;
import dev.gradlet.kernel.Loops.IntCompare;
import dev.gradlet.kernel.RowNumberLoops.FloatRowNumber;

/**
 * The provider seam: everything that a provider may do faster, with the bits of {@link PlainKernels}.
 *
 * <p>Chosen once at start, as Lucene does it: plain Java always works; the Vector API is used where the module
 * {@code jdk.incubator.vector} was added and the machine has vectors of 128 bits or more, on x86 AVX. The system
 * property {@code gradlet.kernels} ({@code plain} or {@code vector}) overrules that.
 *
 * <p>Same bits means equal {@code floatToIntBits}: a NaN is a NaN. It holds between providers, vector widths, JDKs,
 * interpreter and compilers, since kernels use only exactly specified operations (+ − × ÷ sqrt fma min max compare
 * select) in an order that depends on shapes alone. {@code lanewise(EXP)} and {@code reduceLanes(ADD)} are not among
 * them: they give other bits once compiled.
 *
 * <p>Tiles are as {@link Loops} says, unless a method takes offsets. All methods may be called from several threads.
 */
public interface Kernels {
  /** The provider of this run. */
  static Kernels chosen() {
    return KernelChoice.CHOSEN;
  }

  /** The provider that computes now: plain Java, while the chosen one would still be slower. */
  static Kernels get() {
    return KernelChoice.now;
  }

  /** Whether the chosen provider computes. */
  static boolean areWarm() {
    return KernelChoice.now == KernelChoice.CHOSEN;
  }

  /** To be told of each loop, and of what takes as long as so many. */
  static void loopsRun(long count) {
    KernelChoice.loopsRun(count);
  }

  /** {@code plain} or {@code vector}. */
  String name();

  /** Whether there are loops on windows, so that operands of arithmetic need not be copied into tiles. */
  boolean readWindows();

  // Instructions on windows: the loop of that name, or null where the plain one for tiles computes.

  Windows.Unary unary(String op);

  Windows.Binary binary(String op);

  /** With one number, which may stand on the left. */
  Windows.Number number(String op, boolean left);

  // Instructions on tiles: the faster loop of that name, or the given one.

  /** Of a tile of rows and a number for each. */
  FloatRowNumber rowNumber(String op, boolean left, FloatRowNumber plain);

  FloatCompare compare(String op, FloatCompare plain);

  IntCompare intCompare(String op, IntCompare plain);

  // Accumulation: s ± a b and s + (a − b)², each operation rounded; b is its first element where number says so.

  void addProduct(boolean minus, float[] s, float[] a, float[] b, boolean number, int n);

  void addProduct(boolean minus, double[] s, double[] a, double[] b, boolean number, int n);

  void addSquare(float[] s, float[] a, float[] b, boolean number, int n);

  void addSquare(double[] s, double[] a, double[] b, boolean number, int n);

  // Selection: y = mask ? a : b.

  void select(boolean[] mask, float[] a, float[] b, float[] y, int n);

  void select(boolean[] mask, double[] a, double[] b, double[] y, int n);

  void select(boolean[] mask, int[] a, int[] b, int[] y, int n);

  void select(boolean[] mask, boolean[] a, boolean[] b, boolean[] y, int n);

  /** y = x &gt; bound ? a : other; where x is NaN a if so asked for, else the other. */
  void keepAbove(float[] x, float bound, boolean nan, float[] a, float other, float[] y, int n);

  // Extrema with their index, lane by lane: where x beats best, or x is NaN and best is not, best = x and at = index.
  // So the first of equals stays, and the first NaN wins for ever.

  void argMin(float[] x, int index, float[] best, int[] at, int n);

  void argMax(float[] x, int index, float[] best, int[] at, int n);

  void argMin(float[] x, int[] index, float[] best, int[] at, int n);

  void argMax(float[] x, int[] index, float[] best, int[] at, int n);

  void argMin(double[] x, int index, double[] best, int[] at, int n);

  void argMax(double[] x, int index, double[] best, int[] at, int n);

  void argMin(double[] x, int[] index, double[] best, int[] at, int n);

  void argMax(double[] x, int[] index, double[] best, int[] at, int n);

  // Folds: the halving tree over p[0 … w), w the power of two at or above count; p is used up. The lanes from count to
  // w must hold the neutral element. While w > 1: w /= 2, p[i] = p[i] ∘ p[i + w] for all i < w.

  float foldSum(float[] p, int count);

  float foldMin(float[] p, int count);

  float foldMax(float[] p, int count);

  double foldSum(double[] p, int count);

  double foldMin(double[] p, int count);

  double foldMax(double[] p, int count);

  // Rows: the first rows·length lanes of x, from a place on, are rows, one after the other. A fold of each: y[r] by the
  // halving tree over row r; x stays as it is. And a sum over all of them: s[i] += x[i], x[length + i], …, one after the
  // other.

  void sumOfRows(float[] x, int at, int length, int rows, float[] y);

  void minOfRows(float[] x, int at, int length, int rows, float[] y);

  void maxOfRows(float[] x, int at, int length, int rows, float[] y);

  void sumOfRows(double[] x, int length, int rows, double[] y);

  void minOfRows(double[] x, int length, int rows, double[] y);

  void maxOfRows(double[] x, int length, int rows, double[] y);

  void addRows(float[] s, float[] x, int at, int length, int rows);

  void addRows(double[] s, double[] x, int at, int length, int rows);

  /** y[i] = x[i] == c[r] ? a : b. */
  void selectEqual(int[] x, int[] c, float a, float b, int length, int rows, float[] y);

  // The other way: y[i] = x[r] for all lanes i of row r.

  void widenRows(float[] x, int length, int rows, float[] y);

  void widenRows(double[] x, int length, int rows, double[] y);

  void widenRows(int[] x, int length, int rows, int[] y);

  void widenRows(boolean[] x, int length, int rows, boolean[] y);

  /** y[i] = x[offset + i·stride] for exactly {@code n} elements, any {@code n}; the stride may be zero or negative. */
  void gatherStrided(float[] x, int offset, int stride, float[] y, int n);

  void gatherStrided(double[] x, int offset, int stride, double[] y, int n);

  void gatherStrided(int[] x, int offset, int stride, int[] y, int n);

  /**
   * The same for adjacent columns of x, whose rows are {@code row} apart: column j to tile {@code at + j·step}. Two to
   * six times as fast as one by one.
   */
  void gatherColumns(float[] x, int offset, int row, int columns, Object[] tiles, int at, int step, int n);

  void gatherColumns(double[] x, int offset, int row, int columns, Object[] tiles, int at, int step, int n);

  void gatherColumns(int[] x, int offset, int row, int columns, Object[] tiles, int at, int step, int n);

  /**
   * c[i,j] = Σ_p a[i,p]·b[p,j] for (m × k) × (k × n) → (m × n), each element one chain of fma over p ascending from +0.
   * So its bits depend on its row of a and its column of b alone, and a product may be computed in pieces.
   * Strides are free, zero and negative included; rows of c are contiguous. Overwrites c; k = 0 gives zeros.
   */
  void matmul(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow);

  void matmul(
      int m, int n, int k,
      double[] a, int aOff, int aRow, int aCol,
      double[] b, int bOff, int bRow, int bCol,
      double[] c, int cOff, int cRow);

  /** As {@link #matmul}, each element summed along k in partials: for products that {@link Matmul#sumsAlongInner}. */
  void matmulAlongInner(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow);

  void matmulAlongInner(
      int m, int n, int k,
      double[] a, int aOff, int aRow, int aCol,
      double[] b, int bOff, int bRow, int bCol,
      double[] c, int cOff, int cRow);
}
