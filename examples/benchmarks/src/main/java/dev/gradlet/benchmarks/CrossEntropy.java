package dev.gradlet.benchmarks;

import dev.gradlet.Tensor;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Softmax cross-entropy of logits [4096, 64] and its gradient. */
@State(Scope.Thread)
public class CrossEntropy implements Workload {
  private Tensor logits;
  private Tensor labels;

  @Setup
  public void setup() {
    logits = Tensor.of(Inputs.uniform(1, 4, 4096, 64)).reshape(4096, 64).evaluate().requireGrad();
    labels = Tensor.of(Inputs.labels(2, 4096, 64)).unsqueeze(1).evaluate();
  }

  @Benchmark
  public double backward() {
    logits.zeroGrad();
    Tensor loss = logits.logSoftmax(1).gather(1, labels).mean().neg();
    loss.backward();
    return loss.item();
  }

  @Override
  public List<float[]> results() {
    return List.of(logits.grad().toFloatArray());
  }
}
