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

/** As {@link dev.gradlet.benchmarks.Mixture} has it. */
@State(Scope.Thread)
public class Mixture implements Workload {
  private final Scalar half = new Scalar(0.5);
  private Tensor x;
  private Tensor means;
  private Tensor logits;

  @Setup
  public void setup() {
    means = Torch.variable(Inputs.uniform(2, 1, 8, 10), 8, 10);
    logits = Torch.variable(Inputs.uniform(3, 1, 8), 8);
    x = Torch.tensor(Inputs.uniform(1, 1, 2000, 10), 2000, 10);
  }

  @Benchmark
  public double backward() {
    try (PointerScope scope = new PointerScope()) {
      Torch.clear(means, logits);
      Tensor squares = x.unsqueeze(1).sub(means).square().sum(2);
      Tensor loss = torch.log_softmax(logits, 0).sub(squares.mul(half)).logsumexp(1).mean().neg();
      loss.backward();
      return loss.item_float();
    }
  }

  @Override
  public List<float[]> results() {
    return List.of(Torch.array(means.grad()), Torch.array(logits.grad()));
  }
}
