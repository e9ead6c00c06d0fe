package dev.gradlet.benchmarks;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The k-means loss: the mean squared distance of each of n points z [n, d] to the nearest of k centroids c [k, d]. */
@State(Scope.Thread)
public class KMeans implements Workload {
  @Param("2000x10x10")
  public String size; // n × k × d

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
    points = Tensor.of(Inputs.uniform(1, 1, n, d)).reshape(n, d);
    centroids = Tensor.of(Inputs.uniform(2, 1, k, d)).reshape(k, d);
    points64 = points.to(DType.FLOAT64).evaluate();
    centroids64 = centroids.to(DType.FLOAT64).evaluate();
    z = points.evaluate().requireGrad();
    c = centroids.evaluate().requireGrad();
  }

  private static Tensor loss(Tensor z, Tensor c) {
    return z.unsqueeze(1).sub(c.unsqueeze(0)).pow(2).sum(2).min(1).values().mean();
  }

  @Benchmark
  public double forward() {
    return loss(points, centroids).item();
  }

  @Benchmark
  public double forwardFloat64() {
    return loss(points64, centroids64).item();
  }

  /** The same loss with both sides repeated to [n, k, d], by norms. */
  @Benchmark
  public double forwardRepeat() {
    Tensor pairs = points.unsqueeze(1).repeat(1, k, 1).sub(centroids.unsqueeze(0).repeat(n, 1, 1));
    return pairs.norm(2, 2).pow(2).min(1).values().mean().item();
  }

  @Benchmark
  public double backward() {
    z.zeroGrad();
    c.zeroGrad();
    Tensor loss = loss(z, c);
    loss.backward();
    return loss.item();
  }

  @Override
  public List<float[]> results() {
    return z.grad() == null ? List.of() : List.of(z.grad().toFloatArray(), c.grad().toFloatArray());
  }
}
