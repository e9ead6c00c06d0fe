package dev.gradlet.benchmarks;

import dev.gradlet.Tensor;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The product [m, k] × [k, n] → [m, n], of matrices and of transposes. */
@State(Scope.Thread)
public class MatMul implements Workload {
  @Param({"512x512x512", "64x64x64", "256x784x500", "2000x10x10", "10x2000x10"})
  public String shape; // m × k × n

  /** ab, or aᵀb with a stored as [k, m], or abᵀ with b stored as [n, k]. */
  @Param({"ab", "aTb", "abT"})
  public String layout;

  private Tensor a;
  private Tensor b;
  private Tensor product;

  @Setup
  public void setup() {
    int[] sizes = Inputs.sizes(shape);
    int m = sizes[0];
    int k = sizes[1];
    int n = sizes[2];
    float[] left = Inputs.uniform(1, 1, m, k);
    float[] right = Inputs.uniform(2, 1, k, n);
    a = layout.equals("aTb") ? Tensor.of(left).reshape(k, m).evaluate().transpose() : Tensor.of(left).reshape(m, k);
    b = layout.equals("abT") ? Tensor.of(right).reshape(n, k).evaluate().transpose() : Tensor.of(right).reshape(k, n);
  }

  @Benchmark
  public Tensor multiply() {
    product = a.matmul(b).evaluate();
    return product;
  }

  @Override
  public List<float[]> results() {
    return List.of(product.toFloatArray());
  }
}
