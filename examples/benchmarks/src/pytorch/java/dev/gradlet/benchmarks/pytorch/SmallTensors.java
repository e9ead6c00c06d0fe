package dev.gradlet.benchmarks.pytorch;

import dev.gradlet.benchmarks.Inputs;
import dev.gradlet.benchmarks.Workload;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A thousand times x = 1.001·x + 0.001, as {@link dev.gradlet.benchmarks.SmallTensors} has it. */
@State(Scope.Thread)
public class SmallTensors implements Workload {
  @Param("4")
  public int elements;

  private final Scalar factor = new Scalar(1.001f);
  private final Scalar term = new Scalar(0.001f);
  private Tensor start;

  @Setup
  public void setup() {
    start = Torch.variable(Inputs.uniform(1, 1, elements), elements);
  }

  @Benchmark
  public double forward() {
    try (PointerScope scope = new PointerScope()) {
      return chain(start.detach()).item_float();
    }
  }

  @Benchmark
  public double backward() {
    try (PointerScope scope = new PointerScope()) {
      Torch.clear(start);
      Tensor sum = chain(start);
      sum.backward();
      return sum.item_float();
    }
  }

  private Tensor chain(Tensor x) {
    for (int i = 0; i < 1000; i++) {
      x = x.mul(factor).add(term);
    }
    return x.sum();
  }

  @Override
  public List<float[]> results() {
    return start.grad().defined() ? List.of(Torch.array(start.grad())) : List.of();
  }
}
