package dev.gradlet.benchmarks;

import dev.gradlet.Tensor;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Softmax attention of [8, 4, 64, 32]: softmax(q kᵀ / √32) v, its mean square and the gradients. */
@State(Scope.Thread)
public class Attention implements Workload {
  private Tensor q;
  private Tensor k;
  private Tensor v;

  @Setup
  public void setup() {
    q = Tensor.of(Inputs.uniform(1, 2, 8, 4, 64, 32)).reshape(8, 4, 64, 32).evaluate().requireGrad();
    k = Tensor.of(Inputs.uniform(2, 2, 8, 4, 64, 32)).reshape(8, 4, 64, 32).evaluate().requireGrad();
    v = Tensor.of(Inputs.uniform(3, 1, 8, 4, 64, 32)).reshape(8, 4, 64, 32).evaluate().requireGrad();
  }

  @Benchmark
  public double backward() {
    q.zeroGrad();
    k.zeroGrad();
    v.zeroGrad();
    Tensor weights = q.matmul(k.transpose(2, 3)).mul(1 / Math.sqrt(32)).softmax(3);
    Tensor loss = weights.matmul(v).square().mean();
    loss.backward();
    return loss.item();
  }

  @Override
  public List<float[]> results() {
    return List.of(q.grad().toFloatArray(), k.grad().toFloatArray(), v.grad().toFloatArray());
  }
}
