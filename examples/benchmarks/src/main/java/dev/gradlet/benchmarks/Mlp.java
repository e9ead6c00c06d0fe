package dev.gradlet.benchmarks;

import dev.gradlet.Tensor;
import dev.gradlet.nn.Layer;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.ReLU;
import dev.gradlet.nn.Sequential;
import dev.gradlet.nn.Tanh;
import dev.gradlet.nn.optim.Adam;
import dev.gradlet.nn.optim.Optimizer;
import dev.gradlet.nn.optim.SGD;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One training step of a perceptron 64-128-64-1 on 256 rows: clear, forward, squared error, backward, step. */
@State(Scope.Thread)
public class Mlp implements Workload {
  @Param({"tanh", "relu"})
  public String activation;

  private final MSELoss mse = new MSELoss();
  private Tensor x;
  private Tensor y;
  private Sequential model;
  private Optimizer sgd;
  private Optimizer adam;

  @Setup
  public void setup() {
    x = Tensor.of(Inputs.uniform(1, 1, 256, 64)).reshape(256, 64).evaluate();
    y = Tensor.of(Inputs.uniform(2, 1, 256)).reshape(256, 1).evaluate();
    Layer hidden = activation.equals("tanh") ? new Tanh() : new ReLU();
    model = Sequential.of(linear(3, 64, 128), hidden, linear(5, 128, 64), hidden, linear(7, 64, 1));
    sgd = new SGD(SGD.options(1e-2).weightDecay(1e-4), model.parameters());
    adam = new Adam(1e-3, model.parameters());
  }

  static Linear linear(int seed, int in, int out) {
    double bound = 1 / Math.sqrt(in);
    return Linear.of(
        Tensor.of(Inputs.uniform(seed, bound, out, in)).reshape(out, in),
        Tensor.of(Inputs.uniform(seed + 1, bound, out)));
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
    optimizer.zeroGrad();
    Tensor loss = mse.forward(model.forward(x), y);
    loss.backward();
    optimizer.step();
    return loss.item();
  }

  @Override
  public List<float[]> results() {
    return model.parameters().stream().map(Tensor::toFloatArray).toList();
  }
}
