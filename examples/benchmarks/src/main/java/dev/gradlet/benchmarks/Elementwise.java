package dev.gradlet.benchmarks;

import dev.gradlet.Tensor;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** (tanh(x)·y + x²).mean() of a million elements, with the gradients of both. */
@State(Scope.Thread)
public class Elementwise implements Workload {
  private Tensor x;
  private Tensor y;

  @Setup
  public void setup() {
    x = Tensor.of(Inputs.uniform(1, 3, 1_000_000)).requireGrad();
    y = Tensor.of(Inputs.uniform(2, 1, 1_000_000)).requireGrad();
  }

  @Benchmark
  public double backward() {
    x.zeroGrad();
    y.zeroGrad();
    Tensor loss = x.tanh().mul(y).add(x.pow(2)).mean();
    loss.backward();
    return loss.item();
  }

  @Override
  public List<float[]> results() {
    return List.of(x.grad().toFloatArray(), y.grad().toFloatArray());
  }
}
