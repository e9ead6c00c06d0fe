package dev.gradlet;

/**
 * L with L Lᵀ = a, for a of shape [n, n];  da = ½ L⁻ᵀ (P + Pᵀ) L⁻¹, P being the lower triangle of Lᵀ g with half its
 * diagonal (Murray 2016, arXiv 1602.07527).
 */
record Cholesky() implements CustomOperation {

  static Tensor of(Tensor a) {
    if (a.rank() != 2 || a.size(0) != a.size(1)) {
      throw new IllegalArgumentException("cholesky: shape " + a.shape() + " must be [n, n]");
    }
    return a.elements() == 0 ? a : Autograd.apply(new Cholesky(), a.to(a.dtype().floating()));
  }

  @Override
  public Tensor forward(Tensor... x) {
    double[][] l = x[0].toDoubleMatrix();
    int n = l.length;
    for (int j = 0; j < n; j++) {
      for (int i = j; i < n; i++) {
        double rest = l[i][j];
        for (int k = 0; k < j; k++) {
          rest -= l[i][k] * l[j][k];
        }
        if (i == j && !(rest > 0)) {
          throw new IllegalArgumentException("cholesky: the matrix of shape [" + n + ", " + n
              + "] is not positive definite: " + rest + " is left on the diagonal at " + j);
        }
        l[i][j] = i == j ? Math.sqrt(rest) : rest / l[j][j];
      }
      for (int i = 0; i < j; i++) {
        l[i][j] = 0;
      }
    }
    return Tensor.of(l).to(x[0].dtype());
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    Tensor upper = y.transpose();
    Tensor lower = upper.matmul(g).tril();
    Tensor p = lower.sub(lower.diag().diag().mul(0.5));
    Tensor left = upper.solve(p.add(p.transpose()));
    return upper.solve(left.transpose()).transpose().mul(0.5);
  }
}
