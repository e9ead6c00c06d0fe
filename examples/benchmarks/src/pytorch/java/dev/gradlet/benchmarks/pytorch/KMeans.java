package dev.gradlet.benchmarks.pytorch;

import dev.gradlet.benchmarks.Inputs;
import dev.gradlet.benchmarks.Workload;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The k-means loss as {@link dev.gradlet.benchmarks.KMeans} has it, and by other ways to the distances. */
@State(Scope.Thread)
public class KMeans implements Workload {
  @Param("2000x10x10")
  public String size; // n × k × d

  private final Scalar two = new Scalar(2.0f);
  private final ScalarOptional norm2 = new ScalarOptional(two);
  private int n;
  private int k;
  private Tensor points;
  private Tensor centroids;
  private Tensor points64;
  private Tensor centroids64;
  private Tensor z;
  private Tensor c;

  @Setup
  public void setup() {
    int[] sizes = Inputs.sizes(size);
    n = sizes[0];
    k = sizes[1];
    int d = sizes[2];
    float[] pointValues = Inputs.uniform(1, 1, n, d);
    float[] centroidValues = Inputs.uniform(2, 1, k, d);
    points = Torch.tensor(pointValues, n, d);
    centroids = Torch.tensor(centroidValues, k, d);
    points64 = points.to(torch.ScalarType.Double);
    centroids64 = centroids.to(torch.ScalarType.Double);
    z = Torch.variable(pointValues, n, d);
    c = Torch.variable(centroidValues, k, d);
  }

  private Tensor loss(Tensor z, Tensor c) {
    return z.unsqueeze(1).sub(c.unsqueeze(0)).pow(two).sum(2).min(1).get0().mean();
  }

  @Benchmark
  public double forward() {
    try (PointerScope scope = new PointerScope()) {
      return loss(points, centroids).item_float();
    }
  }

  @Benchmark
  public double forwardFloat64() {
    try (PointerScope scope = new PointerScope()) {
      return loss(points64, centroids64).item_double();
    }
  }

  @Benchmark
  public double forwardRepeat() {
    try (PointerScope scope = new PointerScope()) {
      Tensor pairs = points.unsqueeze(1).repeat(1, k, 1).sub(centroids.unsqueeze(0).repeat(n, 1, 1));
      return pairs.norm(norm2, 2).pow(two).min(1).get0().mean().item_float();
    }
  }

  @Benchmark
  public double backward() {
    try (PointerScope scope = new PointerScope()) {
      return backward(loss(z, c));
    }
  }

  /** By torch.cdist. */
  @Benchmark
  public double backwardCdist() {
    try (PointerScope scope = new PointerScope()) {
      return backward(torch.cdist(z, c).pow(two).min(1).get0().mean());
    }
  }

  /** By ‖z‖² − 2zcᵀ + ‖c‖², which cancels where points lie near centroids. */
  @Benchmark
  public double backwardProduct() {
    try (PointerScope scope = new PointerScope()) {
      Tensor distances =
          z.pow(two).sum(1).unsqueeze(1).sub(z.matmul(c.t()).mul(two)).add(c.pow(two).sum(1).unsqueeze(0));
      return backward(distances.min(1).get0().mean());
    }
  }

  private double backward(Tensor loss) {
    Torch.clear(z, c);
    loss.backward();
    return loss.item_float();
  }

  @Override
  public List<float[]> results() {
    return z.grad().defined() ? List.of(Torch.array(z.grad()), Torch.array(c.grad())) : List.of();
  }
}
