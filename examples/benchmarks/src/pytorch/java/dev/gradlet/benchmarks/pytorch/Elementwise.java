package dev.gradlet.benchmarks.pytorch;

import dev.gradlet.benchmarks.Inputs;
import dev.gradlet.benchmarks.Workload;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** (tanh(x)·y + x²).mean(), as {@link dev.gradlet.benchmarks.Elementwise} has it. */
@State(Scope.Thread)
public class Elementwise implements Workload {
  private final Scalar two = new Scalar(2.0f);
  private Tensor x;
  private Tensor y;

  @Setup
  public void setup() {
    x = Torch.variable(Inputs.uniform(1, 3, 1_000_000), 1_000_000);
    y = Torch.variable(Inputs.uniform(2, 1, 1_000_000), 1_000_000);
  }

  @Benchmark
  public double backward() {
    try (PointerScope scope = new PointerScope()) {
      Torch.clear(x, y);
      Tensor loss = x.tanh().mul(y).add(x.pow(two)).mean();
      loss.backward();
      return loss.item_float();
    }
  }

  @Override
  public List<float[]> results() {
    return List.of(Torch.array(x.grad()), Torch.array(y.grad()));
  }
}
