package dev.gradlet.benchmarks;

import dev.gradlet.Tensor;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The log-likelihood of points [2000, 10] under a mixture of 8 Gaussians, by logSumExp, and its gradients. */
@State(Scope.Thread)
public class Mixture implements Workload {
  private Tensor means;
  private Tensor logits;
  private Tensor x;

  @Setup
  public void setup() {
    means = Tensor.of(Inputs.uniform(2, 1, 8, 10)).reshape(8, 10).evaluate().requireGrad();
    logits = Tensor.of(Inputs.uniform(3, 1, 8)).requireGrad();
    x = Tensor.of(Inputs.uniform(1, 1, 2000, 10)).reshape(2000, 10).evaluate();
  }

  @Benchmark
  public double backward() {
    means.zeroGrad();
    logits.zeroGrad();
    Tensor squares = x.unsqueeze(1).sub(means).square().sum(2);
    Tensor loss = logits.logSoftmax(0).sub(squares.mul(0.5)).logSumExp(1).mean().neg();
    loss.backward();
    return loss.item();
  }

  @Override
  public List<float[]> results() {
    return List.of(means.grad().toFloatArray(), logits.grad().toFloatArray());
  }
}
