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

/** As {@link dev.gradlet.benchmarks.Huber} has it. */
@State(Scope.Thread)
public class Huber implements Workload {
  private final Scalar half = new Scalar(0.5);
  private final Scalar one = new Scalar(1.0);
  private Tensor y;
  private Tensor x;

  @Setup
  public void setup() {
    x = Torch.variable(Inputs.uniform(1, 3, 100000), 100000);
    y = Torch.tensor(Inputs.uniform(2, 1, 100000), 100000);
  }

  @Benchmark
  public double backward() {
    try (PointerScope scope = new PointerScope()) {
      Torch.clear(x);
      Tensor distance = x.sub(y).abs();
      Tensor loss = torch.where(distance.le(one), distance.square().mul(half), distance.sub(half)).mean();
      loss.backward();
      return loss.item_float();
    }
  }

  @Override
  public List<float[]> results() {
    return List.of(Torch.array(x.grad()));
  }
}
