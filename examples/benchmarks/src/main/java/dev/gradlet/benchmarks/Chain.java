package dev.gradlet.benchmarks;

import dev.gradlet.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to plan: a chain of operations on one element, forward and backward. */
@State(Scope.Thread)
public class Chain implements Workload {
  @Param({"100", "1000", "10000", "100000", "1000000"})
  public int operations;

  /** Of the chain that was made last; of all instances, as each turn has one of its own. */
  private static int seed;

  private Tensor start;
  private Tensor twelve;

  @Setup
  public void setup() {
    start = Tensor.of(0.5f).requireGrad();
    twelve = Tensor.ones(12).evaluate().requireGrad();
  }

  /** A structure that was seen before. */
  @Benchmark
  public double repeated() {
    return chain(0);
  }

  /** Each time a structure that was never seen: at each link one of two operations, by chance. */
  @Benchmark
  public double fresh() {
    return chain(++seed);
  }

  /** The same, of reshapes that no strides express, so that each copies its input. */
  @Benchmark
  public double freshReshapes() {
    twelve.zeroGrad();
    SplittableRandom random = new SplittableRandom(++seed);
    Tensor x = twelve;
    for (int i = 0; i < operations; i++) {
      x = x.reshape(random.nextInt() < 0 ? 3 : 2, -1).transpose().reshape(12);
    }
    Tensor sum = x.sum();
    sum.backward();
    return sum.item();
  }

  private double chain(int seed) {
    start.zeroGrad();
    SplittableRandom random = new SplittableRandom(seed);
    Tensor x = start;
    for (int i = 0; i < operations; i++) {
      x = random.nextInt() < 0 ? x.mul(0.999) : x.add(0.001);
    }
    Tensor sum = x.sum();
    sum.backward();
    return sum.item();
  }

  @Override
  public List<float[]> results() {
    return Stream.of(start, twelve).filter(x -> x.grad() != null).map(x -> x.grad().toFloatArray()).toList();
  }
}
