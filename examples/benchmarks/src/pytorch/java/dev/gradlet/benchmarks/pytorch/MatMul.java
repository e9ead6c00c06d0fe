package dev.gradlet.benchmarks.pytorch;

import dev.gradlet.benchmarks.Inputs;
import dev.gradlet.benchmarks.Workload;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The product [m, k] × [k, n] → [m, n], as {@link dev.gradlet.benchmarks.MatMul} has it. */
@State(Scope.Thread)
public class MatMul implements Workload {
  @Param({"512x512x512", "64x64x64", "256x784x500", "2000x10x10", "10x2000x10"})
  public String shape; // m × k × n

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
    a = layout.equals("aTb") ? Torch.tensor(left, k, m).t() : Torch.tensor(left, m, k);
    b = layout.equals("abT") ? Torch.tensor(right, n, k).t() : Torch.tensor(right, k, n);
  }

  /** Nothing but the product comes into being, so it is closed alone. */
  @Benchmark
  public Tensor multiply() {
    if (product != null) {
      product.close();
    }
    product = a.matmul(b);
    return product;
  }

  @Override
  public List<float[]> results() {
    return List.of(Torch.array(product));
  }
}
