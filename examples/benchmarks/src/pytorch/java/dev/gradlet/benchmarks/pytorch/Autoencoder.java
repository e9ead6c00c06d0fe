package dev.gradlet.benchmarks.pytorch;

import dev.gradlet.benchmarks.Inputs;
import dev.gradlet.benchmarks.Workload;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One step of an autoencoder with a k-means loss, as {@link dev.gradlet.benchmarks.Autoencoder} has it. */
@State(Scope.Thread)
public class Autoencoder implements Workload {
  private final Scalar two = new Scalar(2.0f);
  private final Scalar tenth = new Scalar(0.1f);
  private Tensor x;
  private List<Dense> layers;
  private Tensor centroids;
  private List<Tensor> parameters;
  private Adam optimizer;

  @Setup
  public void setup() {
    x = Torch.tensor(Inputs.uniform(1, 1, 256, 784), 256, 784);
    layers = List.of(Dense.of(3, 784, 500), Dense.of(5, 500, 10), Dense.of(7, 10, 500), Dense.of(9, 500, 784));
    centroids = Torch.variable(Inputs.uniform(11, 0.3, 10, 10), 10, 10);
    parameters = new ArrayList<>();
    layers.forEach(layer -> parameters.addAll(List.of(layer.weight(), layer.bias())));
    parameters.add(centroids);
    optimizer = new Adam(new TensorVector(parameters.toArray(new Tensor[0])), new AdamOptions(1e-3));
  }

  @Benchmark
  public double step() {
    try (PointerScope scope = new PointerScope()) {
      optimizer.zero_grad();
      Tensor z = layers.get(1).forward(layers.get(0).forward(x).relu());
      Tensor decoded = layers.get(3).forward(layers.get(2).forward(z).relu());
      Tensor kmeans = z.unsqueeze(1).sub(centroids.unsqueeze(0)).pow(two).sum(2).min(1).get0().mean();
      Tensor loss = torch.mse_loss(decoded, x).add(kmeans.mul(tenth));
      loss.backward();
      optimizer.step();
      return loss.item_float();
    }
  }

  @Override
  public List<float[]> results() {
    return parameters.stream().map(Torch::array).toList();
  }
}
