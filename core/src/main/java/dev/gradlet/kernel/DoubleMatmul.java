package dev.gradlet.kernel;

/** The matrix product in plain Java, float64. */
final class DoubleMatmul {



  private DoubleMatmul() {}

  static void chains(
      int m, int n, int k,
      double[] a, int aOff, int aRow, int aCol,
      double[] b, int bOff, int bRow, int bCol,
      double[] c, int cOff, int cRow) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[aOff + i * aRow + p * aCol], b[bOff + p * bRow + j * bCol], sum);
        }
        c[cOff + i * cRow + j] = sum;
      }
    }
  }

  static void alongInner(
      int m, int n, int k,
      double[] a, int aOff, int aRow, int aCol,
      double[] b, int bOff, int bRow, int bCol,
      double[] c, int cOff, int cRow) {
    double[] partial = new double[Matmul.PARTIALS];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        java.util.Arrays.fill(partial, 0);
        for (int p = 0; p < k; p++) {
          int lane = p % Matmul.PARTIALS;
          partial[lane] = Math.fma(a[aOff + i * aRow + p * aCol], b[bOff + p * bRow + j * bCol], partial[lane]);
        }
        c[cOff + i * cRow + j] = Folds.sum(partial, Matmul.PARTIALS);
      }
    }
  }
}
