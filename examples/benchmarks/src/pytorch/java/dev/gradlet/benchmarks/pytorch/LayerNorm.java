package dev.gradlet.benchmarks.pytorch;

import dev.gradlet.benchmarks.Inputs;
import dev.gradlet.benchmarks.Workload;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Layer normalisation, as {@link dev.gradlet.benchmarks.LayerNorm} has it, and as PyTorch's own operation. */
@State(Scope.Thread)
public class LayerNorm implements Workload {
  private final Scalar epsilon = new Scalar(1e-5f);
  private final Scalar two = new Scalar(2.0f);
  private final ScalarTypeOptional sameType = new ScalarTypeOptional();
  private final long[] last = {1};
  private final long[] width = {256};
  private Tensor x;
  private Tensor scale;
  private Tensor offset;
  private Tensor cotangent;

  @Setup
  public void setup() {
    x = Torch.variable(Inputs.uniform(1, 1, 4096, 256), 4096, 256);
    scale = Torch.variable(Inputs.uniform(2, 1, 256), 256);
    offset = Torch.variable(Inputs.uniform(3, 1, 256), 256);
    cotangent = Torch.tensor(Inputs.uniform(4, 1, 4096, 256), 4096, 256);
  }

  @Benchmark
  public void backward() {
    try (PointerScope scope = new PointerScope()) {
      Tensor centred = x.sub(x.mean(last, true, sameType));
      Tensor variance = centred.pow(two).mean(last, true, sameType);
      backward(centred.mul(variance.add(epsilon).rsqrt()).mul(scale).add(offset));
    }
  }

  @Benchmark
  public void backwardFused() {
    try (PointerScope scope = new PointerScope()) {
      backward(torch.layer_norm(x, width, new TensorOptional(scale), new TensorOptional(offset), 1e-5, false));
    }
  }

  private void backward(Tensor y) {
    Torch.clear(x, scale, offset);
    y.backward(cotangent, new BoolOptional(), false, new TensorArrayRefOptional());
  }

  @Override
  public List<float[]> results() {
    return List.of(Torch.array(x.grad()), Torch.array(scale.grad()), Torch.array(offset.grad()));
  }
}
