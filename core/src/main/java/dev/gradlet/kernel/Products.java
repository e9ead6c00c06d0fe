package dev.gradlet.kernel;

/**
 * Matrix products, (m × k) × (k × n) → (m × n). Strides are free, zero and negative included; rows of c are contiguous.
 * They overwrite c; k = 0 gives zeros.
 */
public interface Products {
  /** What a product is made of, by its shape: as {@link TiledProducts} cuts it, were vectors of 16 floats. */
  enum Loop {
    FEW_ROWS, NARROW, SMALL, LARGE, ALONG_INNER;

    private static final int LANES = 16;
    private static final int ROWS_OF_A_TILE = 4;

    /** @param aRow the stride of rows of a */
    public static Loop of(int m, int n, int k, int aRow) {
      if (FloatProducts.sumsAlongInner(m, n, k)) {
        return ALONG_INNER;
      }
      boolean transposed = TiledProducts.isTransposed(m, n, k, aRow, LANES);
      int rows = transposed ? n : m;
      int columns = transposed ? m : n;
      if (TiledProducts.isLarge(rows, columns, LANES)) {
        return LARGE;
      }
      return columns <= LANES ? NARROW : rows < ROWS_OF_A_TILE ? FEW_ROWS : SMALL;
    }
  }

  /**
   * c[i,j] = Σ_p a[i,p]·b[p,j], each element one chain of fma over p ascending from +0. So its bits depend on its row
   * of a and its column of b alone, and a product may be computed in pieces.
   */
  default void chains(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    FloatProducts.chains(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
  }

  default void chains(
      int m, int n, int k,
      double[] a, int aOff, int aRow, int aCol,
      double[] b, int bOff, int bRow, int bCol,
      double[] c, int cOff, int cRow) {
    DoubleProducts.chains(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
  }

  /** The same, each element summed along k in partials: for products that {@link FloatProducts#sumsAlongInner}. */
  default void alongInner(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    FloatProducts.alongInner(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
  }

  default void alongInner(
      int m, int n, int k,
      double[] a, int aOff, int aRow, int aCol,
      double[] b, int bOff, int bRow, int bCol,
      double[] c, int cOff, int cRow) {
    DoubleProducts.alongInner(this, m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
  }
}
