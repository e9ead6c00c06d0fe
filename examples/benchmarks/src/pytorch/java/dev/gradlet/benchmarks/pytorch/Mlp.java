package dev.gradlet.benchmarks.pytorch;

import dev.gradlet.benchmarks.Inputs;
import dev.gradlet.benchmarks.Workload;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One training step of a perceptron, as {@link dev.gradlet.benchmarks.Mlp} has it. */
@State(Scope.Thread)
public class Mlp implements Workload {
  @Param({"tanh", "relu"})
  public String activation;

  private Tensor x;
  private Tensor y;
  private List<Dense> layers;
  private List<Tensor> parameters;
  private Optimizer sgd;
  private Optimizer adam;

  @Setup
  public void setup() {
    x = Torch.tensor(Inputs.uniform(1, 1, 256, 64), 256, 64);
    y = Torch.tensor(Inputs.uniform(2, 1, 256), 256, 1);
    layers = List.of(Dense.of(3, 64, 128), Dense.of(5, 128, 64), Dense.of(7, 64, 1));
    parameters = new ArrayList<>();
    layers.forEach(layer -> parameters.addAll(List.of(layer.weight(), layer.bias())));
    TensorVector vector = new TensorVector(parameters.toArray(new Tensor[0]));
    SGDOptions options = new SGDOptions(1e-2);
    options.weight_decay().put(1e-4);
    sgd = new SGD(vector, options);
    adam = new Adam(vector, new AdamOptions(1e-3));
  }

  @Benchmark
  public double sgd() {
    return step(sgd);
  }

  @Benchmark
  public double adam() {
    return step(adam);
  }

  private double step(Optimizer optimizer) {
    try (PointerScope scope = new PointerScope()) {
      optimizer.zero_grad();
      Tensor loss = torch.mse_loss(forward(), y);
      loss.backward();
      optimizer.step();
      return loss.item_float();
    }
  }

  private Tensor forward() {
    Tensor first = activation(layers.get(0).forward(x));
    Tensor second = activation(layers.get(1).forward(first));
    return layers.get(2).forward(second);
  }

  private Tensor activation(Tensor x) {
    return activation.equals("tanh") ? x.tanh() : x.relu();
  }

  @Override
  public List<float[]> results() {
    return parameters.stream().map(Torch::array).toList();
  }
}
