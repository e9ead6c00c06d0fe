package dev.gradlet.kernel;

/** The matrix product in plain Java, float32. */
public final class Matmul {
  /** Partial sums of a sum along k: element p goes into partial p mod PARTIALS. */
  static final int PARTIALS = 256;

  private Matmul() {}

  /**
   * Whether (m × k) × (k × n) is computed as sums along k, a rule of shapes alone: small outputs of long sums, whose
   * rows and columns would be poor lanes.
   */
  public static boolean sumsAlongInner(long m, long n, long k) {
    return m <= 32 && n <= 32 && k >= 256;
  }

  static void chains(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[aOff + i * aRow + p * aCol], b[bOff + p * bRow + j * bCol], sum);
        }
        c[cOff + i * cRow + j] = sum;
      }
    }
  }

  static void alongInner(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    float[] partial = new float[Matmul.PARTIALS];
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
