package dev.gradlet.kernel;

/** {@link Products} in vectors. Products with a vector, whose rows are contiguous, have chains that are no lanes. */
final class VectorProducts implements Products {
  @Override
  public void chains(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    if (isWithVector(m, n, aCol, bRow)) {
      Products.super.chains(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
    } else {
      TiledProducts.chains(
          FloatTile.INSTANCE, m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
    }
  }

  @Override
  public void chains(
      int m, int n, int k,
      double[] a, int aOff, int aRow, int aCol,
      double[] b, int bOff, int bRow, int bCol,
      double[] c, int cOff, int cRow) {
    if (isWithVector(m, n, aCol, bRow)) {
      Products.super.chains(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
    } else {
      TiledProducts.chains(
          DoubleTile.INSTANCE, m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
    }
  }

  private static boolean isWithVector(int m, int n, int aCol, int bRow) {
    return (n == 1 && aCol == 1) || (m == 1 && bRow == 1);
  }

  @Override
  public void alongInner(
      int m, int n, int k,
      float[] a, int aOff, int aRow, int aCol,
      float[] b, int bOff, int bRow, int bCol,
      float[] c, int cOff, int cRow) {
    VectorInner.product(m, n, k, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, cRow);
  }
}
