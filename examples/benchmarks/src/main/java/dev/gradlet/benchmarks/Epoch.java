package dev.gradlet.benchmarks;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Batches;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.Sequential;
import dev.gradlet.nn.Tanh;
import dev.gradlet.nn.optim.Adam;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** An epoch: steps of a perceptron 64-32-64 with Adam on batches of 32 rows, each batch at another place of the data. */
@State(Scope.Thread)
public class Epoch implements Workload {
  private static final int ROWS = 32;

  /** How many batches there are. */
  @Param("600")
  public int operations;

  private final MSELoss mse = new MSELoss();
  private final Generator random = new Generator(1);
  private Sequential model;
  private Adam adam;
  private Batches<Tensor> batches;

  @Setup
  public void setup() {
    Tensor data = Tensor.of(Inputs.uniform(1, 1, operations * ROWS, 64)).reshape(operations * ROWS, 64).evaluate();
    model = Sequential.of(Mlp.linear(3, 64, 32), new Tanh(), Mlp.linear(5, 32, 64));
    adam = new Adam(1e-3, model.parameters());
    batches = Batches.of(data, ROWS);
  }

  /** Batches are slices of the data. */
  @Benchmark
  public double inOrder() {
    return train(batches);
  }

  /** Batches are copies of rows. */
  @Benchmark
  public double shuffled() {
    return train(batches.shuffled(random));
  }

  private double train(Iterable<Tensor> epoch) {
    double total = 0;
    for (Tensor x : epoch) {
      adam.zeroGrad();
      Tensor loss = mse.forward(model.forward(x), x);
      loss.backward();
      adam.step();
      total += loss.item();
    }
    return total / operations;
  }

  @Override
  public List<float[]> results() {
    return model.parameters().stream().map(Tensor::toFloatArray).toList();
  }
}
