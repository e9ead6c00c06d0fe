package dev.gradlet.benchmarks;

import dev.gradlet.Tensor;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Huber loss by {@code where} of 10⁵ elements, and its gradient. */
@State(Scope.Thread)
public class Huber implements Workload {
  private Tensor x;
  private Tensor y;

  @Setup
  public void setup() {
    x = Tensor.of(Inputs.uniform(1, 3, 100000)).requireGrad();
    y = Tensor.of(Inputs.uniform(2, 1, 100000));
  }

  @Benchmark
  public double backward() {
    x.zeroGrad();
    Tensor distance = x.sub(y).abs();
    Tensor loss = Tensor.where(distance.le(1), distance.square().mul(0.5), distance.sub(0.5)).mean();
    loss.backward();
    return loss.item();
  }

  @Override
  public List<float[]> results() {
    return List.of(x.grad().toFloatArray());
  }
}
