package dev.gradlet.benchmarks.pytorch;

import dev.gradlet.benchmarks.Inputs;
import dev.gradlet.benchmarks.Workload;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** As {@link dev.gradlet.benchmarks.Attention} has it. */
@State(Scope.Thread)
public class Attention implements Workload {
  private final Scalar scale = new Scalar(1 / Math.sqrt(32));
  private Tensor q;
  private Tensor k;
  private Tensor v;

  @Setup
  public void setup() {
    q = Torch.variable(Inputs.uniform(1, 2, 8, 4, 64, 32), 8, 4, 64, 32);
    k = Torch.variable(Inputs.uniform(2, 2, 8, 4, 64, 32), 8, 4, 64, 32);
    v = Torch.variable(Inputs.uniform(3, 1, 8, 4, 64, 32), 8, 4, 64, 32);
  }

  @Benchmark
  public double backward() {
    try (PointerScope scope = new PointerScope()) {
      Torch.clear(q, k, v);
      Tensor weights = torch.softmax(q.matmul(k.transpose(2, 3)).mul(scale), 3);
      Tensor loss = weights.matmul(v).square().mean();
      loss.backward();
      return loss.item_float();
    }
  }

  @Override
  public List<float[]> results() {
    return List.of(Torch.array(q.grad()), Torch.array(k.grad()), Torch.array(v.grad()));
  }
}
