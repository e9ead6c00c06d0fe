package dev.gradlet.benchmarks.pytorch;

import dev.gradlet.benchmarks.Inputs;
import dev.gradlet.benchmarks.Workload;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Softmax cross-entropy, as {@link dev.gradlet.benchmarks.CrossEntropy} has it, and as PyTorch's own operation. */
@State(Scope.Thread)
public class CrossEntropy implements Workload {
  private Tensor logits;
  private Tensor labels;
  private Tensor column;

  @Setup
  public void setup() {
    logits = Torch.variable(Inputs.uniform(1, 4, 4096, 64), 4096, 64);
    labels = Tensor.create(Inputs.labels(2, 4096, 64)).to(torch.ScalarType.Long);
    column = labels.unsqueeze(1);
  }

  @Benchmark
  public double backward() {
    try (PointerScope scope = new PointerScope()) {
      return backward(torch.log_softmax(logits, 1).gather(1, column).mean().neg());
    }
  }

  @Benchmark
  public double backwardFused() {
    try (PointerScope scope = new PointerScope()) {
      return backward(torch.cross_entropy_loss(logits, labels));
    }
  }

  private double backward(Tensor loss) {
    Torch.clear(logits);
    loss.backward();
    return loss.item_float();
  }

  @Override
  public List<float[]> results() {
    return List.of(Torch.array(logits.grad()));
  }
}
