package dev.gradlet;

/** a x = b for x, for a of shape [n, n] and b of shape [n, k];  db = a⁻ᵀ g, da = −db xᵀ. */
record Solve() implements CustomOperation {

  static Tensor of(Tensor a, Tensor b) {
    boolean square = a.rank() == 2 && a.size(0) == a.size(1);
    if (!square || b.rank() < 1 || b.rank() > 2 || b.size(0) != a.size(0)) {
      throw new IllegalArgumentException(
          "solve: matrix of shape " + a.shape() + " and right-hand side of shape " + b.shape()
              + ", must be [n, n] and [n] or [n, k]");
    }
    DType dtype = Operands.dtype(a, b).floating();
    Tensor columns = b.rank() == 1 ? b.unsqueeze(1) : b;
    Tensor x = Autograd.apply(new Solve(), a.to(dtype), columns.to(dtype));
    return b.rank() == 1 ? x.squeeze(1) : x;
  }

  @Override
  public Tensor forward(Tensor... x) {
    double[][] a = x[0].toDoubleMatrix();
    double[][] b = x[1].toDoubleMatrix();
    for (int i = 0; i < a.length; i++) {
      exchange(a, b, i);
      for (int row = i + 1; row < a.length; row++) {
        subtract(a, b, row, i, a[row][i] / a[i][i]);
      }
    }
    for (int i = a.length - 1; i >= 0; i--) {
      for (int k = 0; k < b[i].length; k++) {
        b[i][k] /= a[i][i];
      }
      for (int row = 0; row < i; row++) {
        subtract(a, b, row, i, a[row][i]);
      }
    }
    return a.length == 0 ? x[1] : Tensor.of(b).to(x[1].dtype());
  }

  /** Brings the row with the largest element of column i to place i. */
  private static void exchange(double[][] a, double[][] b, int i) {
    int largest = i;
    for (int row = i + 1; row < a.length; row++) {
      largest = Math.abs(a[row][i]) > Math.abs(a[largest][i]) ? row : largest;
    }
    if (a[largest][i] == 0) {
      throw new IllegalArgumentException(
          "solve: the matrix of shape [" + a.length + ", " + a.length + "] is singular: nothing is left of column "
              + i);
    }
    swap(a, i, largest);
    swap(b, i, largest);
  }

  private static void swap(double[][] rows, int i, int j) {
    double[] row = rows[i];
    rows[i] = rows[j];
    rows[j] = row;
  }

  /** Subtracts a multiple of row i from another one. */
  private static void subtract(double[][] a, double[][] b, int row, int i, double factor) {
    for (int column = i; column < a.length; column++) {
      a[row][column] -= factor * a[i][column];
    }
    for (int k = 0; k < b[i].length; k++) {
      b[row][k] -= factor * b[i][k];
    }
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    Tensor db = Autograd.apply(this, x[0].transpose(), g);
    return i == 1 ? db : db.matmul(y.transpose()).neg();
  }
}
