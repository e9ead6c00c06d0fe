package dev.gradlet.benchmarks;

import dev.gradlet.Tensor;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Layer normalisation of x [4096, 256], with scale and offset, composed of ordinary operations, and its gradients. */
@State(Scope.Thread)
public class LayerNorm implements Workload {
  private Tensor x;
  private Tensor scale;
  private Tensor offset;
  private Tensor cotangent;

  @Setup
  public void setup() {
    x = Tensor.of(Inputs.uniform(1, 1, 4096, 256)).reshape(4096, 256).evaluate().requireGrad();
    scale = Tensor.of(Inputs.uniform(2, 1, 256)).requireGrad();
    offset = Tensor.of(Inputs.uniform(3, 1, 256)).requireGrad();
    cotangent = Tensor.of(Inputs.uniform(4, 1, 4096, 256)).reshape(4096, 256).evaluate();
  }

  @Benchmark
  public Tensor backward() {
    x.zeroGrad();
    scale.zeroGrad();
    offset.zeroGrad();
    Tensor centred = x.sub(x.mean(true, 1));
    Tensor variance = centred.square().mean(true, 1);
    Tensor y = centred.mul(variance.add(1e-5).rsqrt()).mul(scale).add(offset);
    y.backward(cotangent);
    return y;
  }

  @Override
  public List<float[]> results() {
    return List.of(x.grad().toFloatArray(), scale.grad().toFloatArray(), offset.grad().toFloatArray());
  }
}
