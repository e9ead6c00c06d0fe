package dev.gradlet.kernel;

import dev.gradlet.kernel.Loops.FloatCompare;
import dev.gradlet.kernel.Loops.IntCompare;
import dev.gradlet.kernel.RowNumberLoops.FloatRowNumber;
import java.util.List;
import java.util.Map;
import jdk.incubator.vector.VectorSpecies;

/** Kernels with the Vector API where it pays, plain Java for the rest. */
final class VectorKernels extends PlainKernels {
  private static final Map<String, Windows.Unary> FUNCTIONS = Map.ofEntries(
      Map.entry("exp", VectorFunctions::exp),
      Map.entry("expm1", VectorFunctions::expm1),
      Map.entry("log", VectorFunctions::log),
      Map.entry("log1p", VectorFunctions::log1p),
      Map.entry("sin", VectorFunctions::sin),
      Map.entry("cos", VectorFunctions::cos),
      Map.entry("tanh", VectorFunctions::tanh),
      Map.entry("sigmoid", VectorFunctions::sigmoid),
      Map.entry("softplus", VectorFunctions::softplus),
      Map.entry("erf", VectorFunctions::erf));

  /**
   * Whether vectors are worth it here: below 128 bits the machine has none. An x86 without AVX, which has 128 bits for
   * floats too, lacks selection, extrema and roots: there a tile of exp takes 13 ms.
   */
  static boolean supported() {
    boolean x86 = List.of("amd64", "x86_64", "x86").contains(System.getProperty("os.arch"));
    int least = x86 ? 256 : 128;
    return VectorSpecies.ofLargestShape(float.class).vectorBitSize() >= least;
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public boolean readWindows() {
    return true;
  }

  @Override
  public Windows.Unary unary(String op) {
    return FUNCTIONS.getOrDefault(op, VectorLoops.UNARY.get(op));
  }

  @Override
  public Windows.Binary binary(String op) {
    return VectorLoops.BINARY.get(op);
  }

  @Override
  public Windows.Number number(String op, boolean left) {
    return (left ? VectorNumberLoops.LEFT : VectorNumberLoops.RIGHT).get(op);
  }

  @Override
  public FloatRowNumber rowNumber(String op, boolean left, FloatRowNumber plain) {
    return (left ? VectorRowNumberLoops.LEFT : VectorRowNumberLoops.RIGHT).getOrDefault(op, plain);
  }

  @Override
  public FloatCompare compare(String op, FloatCompare plain) {
    return VectorMasks.FLOAT_COMPARES.getOrDefault(op, plain);
  }

  @Override
  public IntCompare intCompare(String op, IntCompare plain) {
    return VectorMasks.INT_COMPARES.getOrDefault(op, plain);
  }

  @Override
  public void addProduct(boolean minus, float[] s, float[] a, float[] b, boolean number, int n) {
    VectorSumLoops.addProduct(minus, s, a, b, number, n);
  }

  @Override
  public void addSquare(float[] s, float[] a, float[] b, boolean number, int n) {
    VectorSumLoops.addSquare(s, a, b, number, n);
  }

  @Override
  public void select(boolean[] mask, float[] a, float[] b, float[] y, int n) {
    VectorMasks.select(mask, a, b, y, n);
  }

  @Override
  public void select(boolean[] mask, int[] a, int[] b, int[] y, int n) {
    VectorMasks.select(mask, a, b, y, n);
  }

  @Override
  public void keepAbove(float[] x, float bound, boolean nan, float[] a, float other, float[] y, int n) {
    VectorMasks.keepAbove(x, bound, nan, a, other, y, n);
  }

  @Override
  public void argMin(float[] x, int index, float[] best, int[] at, int n) {
    VectorMasks.argMin(x, index, best, at, n);
  }

  @Override
  public void argMax(float[] x, int index, float[] best, int[] at, int n) {
    VectorMasks.argMax(x, index, best, at, n);
  }

  @Override
  public void argMin(float[] x, int[] index, float[] best, int[] at, int n) {
    VectorMasks.argMin(x, index, best, at, n);
  }

  @Override
  public void argMax(float[] x, int[] index, float[] best, int[] at, int n) {
    VectorMasks.argMax(x, index, best, at, n);
  }

  @Override
  public float foldSum(float[] p, int count) {
    return VectorFolds.sum(p, count);
  }

  @Override
  public float foldMin(float[] p, int count) {
    return VectorFolds.min(p, count);
  }

  @Override
  public float foldMax(float[] p, int count) {
    return VectorFolds.max(p, count);
  }

  @Override
  public void sumOfRows(float[] x, int at, int length, int rows, float[] y) {
    VectorRowLoops.sum(x, at, length, rows, y);
  }

  @Override
  public void minOfRows(float[] x, int at, int length, int rows, float[] y) {
    VectorRowLoops.min(x, at, length, rows, y);
  }

  @Override
  public void maxOfRows(float[] x, int at, int length, int rows, float[] y) {
    VectorRowLoops.max(x, at, length, rows, y);
  }

  @Override
  public void addRows(float[] s, float[] x, int at, int length, int rows) {
    VectorRowLoops.add(s, x, at, length, rows);
  }

  @Override
  public void selectEqual(int[] x, int[] c, float a, float b, int length, int rows, float[] y) {
    VectorRowLoops.selectEqual(x, c, a, b, length, rows, y);
  }

  @Override
  public void widenRows(float[] x, int length, int rows, float[] y) {
    VectorRowLoops.widen(x, length, rows, y);
  }

  @Override
  public void widenRows(int[] x, int length, int rows, int[] y) {
    VectorRowLoops.widen(x, length, rows, y);
  }

  @Override
  public void matmul(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    VectorMatmul.chains(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
  }

  @Override
  public void matmulAlongInner(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    VectorInner.product(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
  }
}
