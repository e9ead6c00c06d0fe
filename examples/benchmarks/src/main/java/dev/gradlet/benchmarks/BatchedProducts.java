package dev.gradlet.benchmarks;

import dev.gradlet.Tensor;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** 64 products of matrices [32, 32], their mean square and the gradients. */
@State(Scope.Thread)
public class BatchedProducts implements Workload {
  private Tensor a;
  private Tensor b;

  @Setup
  public void setup() {
    a = Tensor.of(Inputs.uniform(1, 1, 64, 32, 32)).reshape(64, 32, 32).evaluate().requireGrad();
    b = Tensor.of(Inputs.uniform(2, 1, 64, 32, 32)).reshape(64, 32, 32).evaluate().requireGrad();
  }

  @Benchmark
  public double backward() {
    a.zeroGrad();
    b.zeroGrad();
    Tensor loss = a.matmul(b).square().mean();
    loss.backward();
    return loss.item();
  }

  @Override
  public List<float[]> results() {
    return List.of(a.grad().toFloatArray(), b.grad().toFloatArray());
  }
}
