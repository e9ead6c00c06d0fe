package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.run.ArrayPool;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Values that an evaluation alone needs have arrays of the pool, and nothing that a tensor can reach has. The pool
 * overwrites what it is given, so whoever still reads that, or reads what was never written, does not get the expected
 * bits.
 */
class ReuseTest {
  private static final int HIDDEN = 64;

  /** A perceptron of three layers, and what a step of it leaves behind. */
  private static final class Network {
    private final Tensor x;
    private final List<Tensor> weights = new ArrayList<>();

    Network(int seed, DType dtype, int rows) {
      Generator random = new Generator(seed);
      x = Tensor.randn(dtype, random, rows, 20);
      weights.add(Tensor.randn(dtype, random, 20, HIDDEN).requireGrad());
      weights.add(Tensor.randn(dtype, random, HIDDEN, HIDDEN).requireGrad());
      weights.add(Tensor.randn(dtype, random, HIDDEN, 3).requireGrad());
    }

    Tensor loss() {
      Tensor y = x;
      for (Tensor weight : weights) {
        y = y.matmul(weight).mul(0.1).tanh();
      }
      return y.square().mean();
    }

    List<Tensor> gradients() {
      weights.forEach(Tensor::zeroGrad);
      loss().backward();
      return weights.stream().map(Tensor::grad).toList();
    }

    static List<List<Object>> bits(List<Tensor> tensors) {
      return tensors.stream().map(tensor -> Arrays.asList(Bits.of(tensor))).toList();
    }

    /** As they are where every operation has an array of its own. */
    List<List<Object>> expected() {
      List<List<Object>> bits = new ArrayList<>();
      Evaluator.withoutFusion(() -> bits.addAll(bits(gradients())));
      return bits;
    }
  }

  @Test
  void backward_againAndAgain_leavesGradientsOfEarlierStepsAlone() {
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      List<Network> networks = List.of(new Network(1, dtype, 40), new Network(2, dtype, 40), new Network(3, dtype, 33));
      List<List<List<Object>>> expected = networks.stream().map(Network::expected).toList();
      List<List<Tensor>> found = new ArrayList<>();
      for (int step = 0; step < 12; step++) {
        found.add(networks.get(step % 3).gradients());
        if (step == 7) {
          ArrayPool.forget();
        }
      }

      assertThat(ArrayPool.size()).isPositive();
      for (int step = 0; step < 12; step++) {
        assertThat(Network.bits(found.get(step))).isEqualTo(expected.get(step % 3));
        assertThat(found.get(step)).noneMatch(gradient -> ArrayPool.holds(gradient.node().data().array));
      }
    }
  }

  @Test
  void backward_onSeveralThreadsAtOnce_hasTheSameBits() {
    List<Network> networks = IntStream.range(0, 4).mapToObj(seed -> new Network(seed, DType.FLOAT32, 40)).toList();
    List<List<List<Object>>> expected = networks.stream().map(Network::expected).toList();
    List<CompletableFuture<List<List<Tensor>>>> running = networks.stream()
        .map(network -> CompletableFuture.supplyAsync(
            () -> IntStream.range(0, 20).mapToObj(step -> network.gradients()).toList()))
        .toList();

    for (int i = 0; i < networks.size(); i++) {
      for (List<Tensor> gradients : running.get(i).join()) {
        assertThat(Network.bits(gradients)).isEqualTo(expected.get(i));
      }
    }
  }

  /** Two walks of one history at once compute the same values, each in its own arrays. */
  @Test
  void grad_ofOneHistoryOnSeveralThreads_hasTheSameBits() {
    Network network = new Network(1, DType.FLOAT32, 40);
    List<List<Object>> expected = network.expected();
    Tensor loss = network.loss();
    Tensor[] weights = network.weights.toArray(Tensor[]::new);
    List<CompletableFuture<List<Tensor>>> running = IntStream.range(0, 8)
        .mapToObj(i -> CompletableFuture.supplyAsync(() -> Autograd.grad(loss, weights))).toList();

    running.forEach(gradients -> assertThat(Network.bits(gradients.join())).isEqualTo(expected));
  }

  @Test
  void backward_thatFailsOnTheWay_canBeRepeated() {
    Network network = new Network(1, DType.FLOAT32, 40);
    List<List<Object>> expected = network.expected();
    for (int failing = 1; failing < 8; failing++) {
      int at = failing;
      Tensor loss = network.loss();
      network.weights.forEach(Tensor::zeroGrad);
      int[] arrays = {0};
      assertThatThrownBy(() -> Evaluator.listening((node, data) -> {
        if (++arrays[0] == at) {
          throw new IllegalStateException("array " + at);
        }
      }, loss::backward)).hasMessage("array " + at);
      loss.backward();
      assertThat(Network.bits(network.weights.stream().map(Tensor::grad).toList())).isEqualTo(expected);
    }
  }

  /** A VJP may put aside what it is given; a cotangent that nothing kept is computed again. */
  @Test
  void vjp_thatPutsItsCotangentAside_canReadItLater() {
    List<Tensor> aside = new ArrayList<>();
    CustomOperation same = new CustomOperation() {
      @Override
      public Tensor forward(Tensor... x) {
        return x[0].mul(2);
      }

      @Override
      public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
        aside.add(g);
        aside.add(g.transpose());
        return g.mul(2);
      }
    };
    Network network = new Network(1, DType.FLOAT32, 40);
    Tensor hidden = network.x.matmul(network.weights.get(0)).tanh();
    Tensor loss = Autograd.apply(same, hidden).matmul(network.weights.get(1)).tanh().square().sum();
    loss.backward();
    new Network(2, DType.FLOAT32, 40).gradients();

    Tensor h = network.x.matmul(network.weights.get(0)).tanh().detach().requireGrad();
    Tensor y = h.mul(2).detach().requireGrad();
    y.matmul(network.weights.get(1)).tanh().square().sum().backward();
    assertThat(aside.get(0).toFloatArray()).isEqualTo(y.grad().toFloatArray());
    assertThat(aside.get(1).toFloatArray()).isEqualTo(y.grad().transpose().toFloatArray());
  }

  @Test
  void grad_createGraph_isDifferentiatedAgain() {
    Network network = new Network(1, DType.FLOAT64, 10);
    Tensor weight = network.weights.get(0);
    Tensor gradient = Autograd.grad(network.loss(), null, true, weight).get(0);
    new Network(2, DType.FLOAT64, 10).gradients();
    gradient.square().sum().backward();
    float[] found = weight.grad().to(DType.FLOAT32).toFloatArray();
    weight.zeroGrad();
    Evaluator.withoutFusion(
        () -> Autograd.grad(network.loss(), null, true, weight).get(0).square().sum().backward());

    assertThat(found).isEqualTo(weight.grad().to(DType.FLOAT32).toFloatArray());
  }

  /** [1000, 64] of hidden values, from 20,000 inputs and few weights. */
  private static Tensor hidden(Network network) {
    return network.x.matmul(network.weights.get(0)).tanh();
  }

  private static Tensor loss(Network network, Tensor hidden) {
    return hidden.matmul(network.weights.get(1)).tanh().square().mean();
  }

  /** It is computed again, once. */
  @Test
  void backward_hiddenValueReadAfterIt_isKeptFromTheSecondStepOn() {
    Network network = new Network(5, DType.FLOAT32, 1000);
    List<Boolean> kept = new ArrayList<>();
    float[] expected = hidden(network).toFloatArray();
    for (int step = 0; step < 4; step++) {
      network.weights.forEach(Tensor::zeroGrad);
      Tensor hidden = hidden(network);
      loss(network, hidden).backward();
      kept.add(hidden.node().data() != null);
      new Network(6, DType.FLOAT32, 1000).gradients();

      assertThat(hidden.detach().add(0).toFloatArray()).isEqualTo(expected);
      assertThat(hidden.toFloatArray()).isEqualTo(expected);
      assertThat(hidden.node().inputs()).as("of an evaluated value").isEmpty();
    }
    assertThat(kept).containsExactly(false, true, true, true);
  }

  /** A part of a graph that backward() does not walk can still be walked later. */
  @Test
  void backward_throughADetachedBranch_leavesTheHistoryOfThatBranch() {
    Network network = new Network(7, DType.FLOAT32, 1000);
    Tensor weight = network.weights.get(0);
    List<float[]> found = new ArrayList<>();
    for (int step = 0; step < 3; step++) {
      network.weights.forEach(Tensor::zeroGrad);
      Tensor hidden = hidden(network);
      loss(network, hidden.detach()).backward();
      assertThat(weight.grad()).isNull();
      loss(network, hidden).backward();
      found.add(weight.grad().toFloatArray());
    }
    network.weights.forEach(Tensor::zeroGrad);
    Evaluator.withoutFusion(() -> loss(network, hidden(network)).backward());

    assertThat(found).allSatisfy(gradient -> assertThat(gradient).isEqualTo(weight.grad().toFloatArray()));
  }

  /** Whoever holds 10,000 values must not hold the 200,000 that they were computed from. */
  @Test
  void backward_valueOfMuchMore_isKept() {
    Tensor x = Tensor.randn(new Generator(1), 100, 1000);
    Tensor weight = Tensor.randn(new Generator(2), 1000, 100).requireGrad();
    Tensor hidden = x.matmul(weight).tanh();
    hidden.matmul(Tensor.randn(new Generator(3), 100, 100)).tanh().square().mean().backward();

    assertThat(hidden.node().data()).isNotNull();
    assertThat(hidden.node().inputs()).isEmpty();
  }

  @Test
  void backward_retainingTheHistory_keepsWhatItReadsAgain() {
    Network network = new Network(8, DType.FLOAT32, 1000);
    Tensor hidden = hidden(network);
    Tensor loss = loss(network, hidden);
    loss.backward(null, true);

    assertThat(hidden.node().data()).isNotNull();
    float[] once = network.weights.get(0).grad().toFloatArray();
    network.weights.forEach(Tensor::zeroGrad);
    loss.backward();
    assertThat(network.weights.get(0).grad().toFloatArray()).isEqualTo(once);
  }

  /** Beside gradients, of which none is large, objects alone. */
  @Test
  void backward_afterAFewSteps_allocatesNoLargeArray() {
    Network network = new Network(1, DType.FLOAT64, 4000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long allocated = 0;
    for (int step = 0; step < 30; step++) {
      long before = threads.getThreadAllocatedBytes(thread);
      network.gradients();
      allocated = threads.getThreadAllocatedBytes(thread) - before;
    }

    assertThat(allocated).isLessThan(4000 * HIDDEN * 8 / 2);
  }
}
