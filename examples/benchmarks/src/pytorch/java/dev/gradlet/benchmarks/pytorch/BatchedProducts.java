package dev.gradlet.benchmarks.pytorch;

import dev.gradlet.benchmarks.Inputs;
import dev.gradlet.benchmarks.Workload;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** As {@link dev.gradlet.benchmarks.BatchedProducts} has it. */
@State(Scope.Thread)
public class BatchedProducts implements Workload {
  private Tensor a;
  private Tensor b;

  @Setup
  public void setup() {
    a = Torch.variable(Inputs.uniform(1, 1, 64, 32, 32), 64, 32, 32);
    b = Torch.variable(Inputs.uniform(2, 1, 64, 32, 32), 64, 32, 32);
  }

  @Benchmark
  public double backward() {
    try (PointerScope scope = new PointerScope()) {
      Torch.clear(a, b);
      Tensor loss = a.matmul(b).square().mean();
      loss.backward();
      return loss.item_float();
    }
  }

  @Override
  public List<float[]> results() {
    return List.of(Torch.array(a.grad()), Torch.array(b.grad()));
  }
}
