package dev.gradlet.benchmarks;

import dev.gradlet.Tensor;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A recurrent cell tanh(x W + h U + b) of 64 units over 20 steps, batch 32; its last mean square and the gradients. */
@State(Scope.Thread)
public class Recurrence implements Workload {
  private Tensor w;
  private Tensor u;
  private Tensor b;
  private Tensor x;

  @Setup
  public void setup() {
    w = Tensor.of(Inputs.uniform(2, 0.12, 32, 64)).reshape(32, 64).evaluate().requireGrad();
    u = Tensor.of(Inputs.uniform(3, 0.12, 64, 64)).reshape(64, 64).evaluate().requireGrad();
    b = Tensor.of(Inputs.uniform(4, 0.12, 64)).requireGrad();
    x = Tensor.of(Inputs.uniform(1, 1, 20, 32, 32)).reshape(20, 32, 32).evaluate();
  }

  @Benchmark
  public double backward() {
    w.zeroGrad();
    u.zeroGrad();
    b.zeroGrad();
    Tensor h = Tensor.zeros(32, 64);
    for (int t = 0; t < 20; t++) {
      h = x.select(0, t).matmul(w).add(h.matmul(u)).add(b).tanh();
    }
    Tensor loss = h.square().mean();
    loss.backward();
    return loss.item();
  }

  @Override
  public List<float[]> results() {
    return List.of(w.grad().toFloatArray(), u.grad().toFloatArray(), b.grad().toFloatArray());
  }
}
