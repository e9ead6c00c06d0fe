package dev.gradlet.benchmarks.pytorch;

import dev.gradlet.benchmarks.Inputs;
import dev.gradlet.benchmarks.Workload;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** As {@link dev.gradlet.benchmarks.Recurrence} has it. */
@State(Scope.Thread)
public class Recurrence implements Workload {
  private Tensor x;
  private Tensor w;
  private Tensor u;
  private Tensor b;

  @Setup
  public void setup() {
    w = Torch.variable(Inputs.uniform(2, 0.12, 32, 64), 32, 64);
    u = Torch.variable(Inputs.uniform(3, 0.12, 64, 64), 64, 64);
    b = Torch.variable(Inputs.uniform(4, 0.12, 64), 64);
    x = Torch.tensor(Inputs.uniform(1, 1, 20, 32, 32), 20, 32, 32);
  }

  @Benchmark
  public double backward() {
    try (PointerScope scope = new PointerScope()) {
      Torch.clear(w, u, b);
      Tensor h = torch.zeros(32, 64);
      for (int t = 0; t < 20; t++) {
        h = x.select(0, t).matmul(w).add(h.matmul(u)).add(b).tanh();
      }
      Tensor loss = h.square().mean();
      loss.backward();
      return loss.item_float();
    }
  }

  @Override
  public List<float[]> results() {
    return List.of(Torch.array(w.grad()), Torch.array(u.grad()), Torch.array(b.grad()));
  }
}
