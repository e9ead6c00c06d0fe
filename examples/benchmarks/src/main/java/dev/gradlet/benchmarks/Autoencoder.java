package dev.gradlet.benchmarks;

import static dev.gradlet.benchmarks.Mlp.linear;
import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.Tensor;
import dev.gradlet.nn.KMeansLoss;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.ReLU;
import dev.gradlet.nn.Sequential;
import dev.gradlet.nn.optim.Adam;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One step of an autoencoder 784-500-10-500-784 on 256 rows, with a k-means loss on its code. */
@State(Scope.Thread)
public class Autoencoder implements Workload {
  private final MSELoss mse = new MSELoss();
  private final KMeansLoss kmeans = new KMeansLoss();
  private Tensor x;
  private Sequential encoder;
  private Sequential decoder;
  private Parameter centroids;
  private Adam optimizer;

  @Setup
  public void setup() {
    x = Tensor.of(Inputs.uniform(1, 1, 256, 784)).reshape(256, 784).evaluate();
    encoder = Sequential.of(linear(3, 784, 500), new ReLU(), linear(5, 500, 10));
    decoder = Sequential.of(linear(7, 10, 500), new ReLU(), linear(9, 500, 784));
    centroids = Parameter.of(Tensor.of(Inputs.uniform(11, 0.3, 10, 10)).reshape(10, 10));
    optimizer = new Adam(1e-3, group(encoder.parameters(), decoder.parameters()), group(centroids));
  }

  @Benchmark
  public double step() {
    optimizer.zeroGrad();
    Tensor z = encoder.forward(x);
    Tensor loss = mse.forward(decoder.forward(z), x).add(kmeans.forward(z, centroids).mul(0.1));
    loss.backward();
    optimizer.step();
    return loss.item();
  }

  @Override
  public List<float[]> results() {
    return Stream.of(encoder.parameters(), decoder.parameters(), List.of(centroids))
        .flatMap(List::stream)
        .map(Tensor::toFloatArray)
        .toList();
  }
}
