package dev.gradlet.benchmarks;

import dev.gradlet.Tensor;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A thousand times x = 1.001·x + 0.001 on a handful of elements, their sum, and the gradient. */
@State(Scope.Thread)
public class SmallTensors implements Workload {
  @Param("4")
  public int elements;

  private Tensor start;

  @Setup
  public void setup() {
    start = Tensor.of(Inputs.uniform(1, 1, elements)).requireGrad();
  }

  @Benchmark
  public double forward() {
    return chain(start.detach()).item();
  }

  @Benchmark
  public double backward() {
    start.zeroGrad();
    Tensor sum = chain(start);
    sum.backward();
    return sum.item();
  }

  private static Tensor chain(Tensor x) {
    for (int i = 0; i < 1000; i++) {
      x = x.mul(1.001).add(0.001);
    }
    return x.sum();
  }

  @Override
  public List<float[]> results() {
    return start.grad() == null ? List.of() : List.of(start.grad().toFloatArray());
  }
}
