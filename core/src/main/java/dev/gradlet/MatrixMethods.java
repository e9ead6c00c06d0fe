package dev.gradlet;

/** The methods of {@link Tensor} for matrices. */
interface MatrixMethods {

  private Tensor self() {
    return (Tensor) this;
  }

  /** a_i b_j of two vectors: [m] and [n] → [m, n]. */
  default Tensor outer(Tensor b) {
    checkRank("outer", self(), 1);
    checkRank("outer", Checks.required("outer", "operand", b), 1);
    return self().unsqueeze(1).mul(b);
  }

  /** The diagonal of a matrix [m, n] → [min(m, n)], or the matrix with a vector as its diagonal, [n] → [n, n]. */
  default Tensor diag() {
    Tensor x = self();
    if (x.rank() == 1) {
      return Tensor.where(Tensor.eye(x.size(0), DType.BOOL), x, zero());
    }
    checkRank("diag", x, 2);
    int n = Math.min(x.size(0), x.size(1));
    return Gather.unchecked(x, 1, Tensor.arange(n).unsqueeze(1)).squeeze(1);
  }

  /** The lower triangle of the matrices in the last two axes: what is above the diagonal becomes 0. */
  default Tensor tril() {
    return tril(0);
  }

  /** The lower triangle up to a diagonal: 0 is the main one, 1 the one above it. */
  default Tensor tril(int diagonal) {
    return Tensor.where(aboveDiagonal("tril", diagonal), zero(), self());
  }

  /** The upper triangle of the matrices in the last two axes: what is below the diagonal becomes 0. */
  default Tensor triu() {
    return triu(0);
  }

  /** The upper triangle from a diagonal on: 0 is the main one, 1 the one above it. */
  default Tensor triu(int diagonal) {
    return Tensor.where(aboveDiagonal("triu", (long) diagonal - 1), self(), zero());
  }

  /** 0, or false, of the dtype of this tensor. */
  private Tensor zero() {
    return self().dtype() == DType.BOOL ? Tensor.scalar(0, DType.BOOL) : Tensor.number(0, self());
  }

  /** Where the column exceeds the row by more than so much. */
  private Tensor aboveDiagonal(String operation, long diagonal) {
    if (self().rank() < 2) {
      throw new IllegalArgumentException(operation + ": shape " + self().shape() + " must have two axes or more");
    }
    Tensor columns = Tensor.arange(self().size(-1));
    int most = Math.max(self().size(-1), self().size(-2)) + 1;
    return columns.sub(Tensor.arange(self().size(-2)).unsqueeze(1)).gt(Math.max(-most, Math.min(most, diagonal)));
  }

  /**
   * The X of this matrix [n, n] times X = b, for b of shape [n] or [n, k]: by elimination with row exchanges, in
   * double, computed at the call.
   *
   * @throws IllegalArgumentException if the matrix is singular
   */
  default Tensor solve(Tensor b) {
    return Solve.of(self(), Checks.required("solve", "right-hand side", b));
  }

  /**
   * The lower triangular L of this symmetric matrix [n, n] = L Lᵀ, in double, computed at the call. Only the lower
   * triangle is read; the gradient is symmetric.
   *
   * @throws IllegalArgumentException if the matrix is not positive definite
   */
  default Tensor cholesky() {
    return Cholesky.of(self());
  }

  private static void checkRank(String operation, Tensor x, int rank) {
    if (x.rank() != rank) {
      throw new IllegalArgumentException(operation + ": shape " + x.shape() + " must be a "
          + (rank == 1 ? "vector" : "vector or a matrix"));
    }
  }
}
