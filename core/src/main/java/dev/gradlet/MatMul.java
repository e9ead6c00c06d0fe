package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.VjpReads;
import dev.gradlet.engine.run.MatMulRunner;
import java.util.Arrays;

/** Y = A B over the last two axes, […, m, k] × […, k, n] → […, m, n], the leading axes equal;  dA = G Bᵀ, dB = Aᵀ G. */
enum MatMul implements Op, Operation.OfArrays {
  INSTANCE;

  /** The product as NumPy and PyTorch define it: vectors count as one row or column, leading axes broadcast. */
  static Tensor of(Tensor a, Tensor b) {
    if (a.rank() == 0 || b.rank() == 0) {
      throw new IllegalArgumentException(
          "matmul: shapes " + a.shape() + " and " + b.shape() + ": a scalar has no matrix product; use mul");
    }
    if (a.rank() == 1 || b.rank() == 1) {
      Tensor left = a.rank() == 1 ? a.unsqueeze(0) : a;
      Tensor right = b.rank() == 1 ? b.unsqueeze(1) : b;
      checkInner(a, b, left, right);
      Tensor product = of(left, right);
      product = b.rank() == 1 ? product.squeeze(-1) : product;
      return a.rank() == 1 ? product.squeeze(b.rank() == 1 ? -1 : -2) : product;
    }
    checkInner(a, b, a, b);
    DType dtype = DType.promote(a.dtype(), b.dtype()).floating();
    Tensor left = a.to(dtype);
    Tensor right = b.to(dtype);
    int m = a.size(-2);
    int n = b.size(-1);
    if (b.rank() == 2 && a.rank() > 2) {
      int[] sizes = a.shape().toArray();
      sizes[sizes.length - 1] = n;
      return of(left.flatten(0, -2), right).reshaped(Shape.ofInts(sizes));
    }
    if (a.rank() == 2 && b.rank() == 2) {
      return product(left, right, Shape.of(m, n), dtype);
    }
    Shape batch = Operands.shape("matmul", leading(a.shape()), leading(b.shape()));
    return product(
        left.expandTo(matrix(batch, m, a.size(-1))),
        right.expandTo(matrix(batch, b.size(-2), n)),
        matrix(batch, m, n),
        dtype);
  }

  private static Tensor product(Tensor a, Tensor b, Shape shape, DType dtype) {
    Tensor y = new Tensor(INSTANCE, shape, dtype, a, b);
    if (a.size(-1) == 0) {
      y.node().store(Data.zero(dtype, shape));
    }
    return y;
  }

  private static void checkInner(Tensor a, Tensor b, Tensor left, Tensor right) {
    if (left.size(-1) != right.size(-2)) {
      throw new IllegalArgumentException(
          "matmul: " + a.shape() + " × " + b.shape() + ": inner sizes " + left.size(-1) + " and " + right.size(-2)
              + " differ");
    }
  }

  private static Shape leading(Shape shape) {
    return Shape.ofInts(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
  }

  private static Shape matrix(Shape batch, int rows, int columns) {
    int[] sizes = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
    sizes[batch.rank()] = rows;
    sizes[batch.rank() + 1] = columns;
    return Shape.ofInts(sizes);
  }

  @Override
  public String label() {
    return "matmul";
  }

  @Override
  public boolean givesItsArray() {
    return true;
  }

  @Override
  public VjpReads vjpReads() {
    return VjpReads.INPUTS;
  }

  @Override
  public void compute(Data y, Data... inputs) {
    MatMulRunner.run(inputs[0], inputs[1], y);
  }

  /**
   * da = g bᵀ, db = aᵀ g; where b is a transpose, as a layer's weight is, (gᵀ a)ᵀ, which lies in memory as the weight
   * does.
   */
  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    if (i == 0) {
      return product(g, x[1].transpose(), x[0].shape(), g.dtype());
    } else if (isTransposed(x[1])) {
      return product(g.transpose(), x[0], x[1].transpose().shape(), g.dtype()).transpose();
    }
    return product(x[0].transpose(), g, x[1].shape(), g.dtype());
  }

  private static boolean isTransposed(Tensor b) {
    return b.op() instanceof Movement.Permute permute && permute.axes().get(b.rank() - 1) == b.rank() - 2;
  }
}
