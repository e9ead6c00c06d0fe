package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Values are read from several threads at once, while they are still pending. */
class ConcurrentReadTest {
  private static final int THREADS = 4;

  @Test
  void toFloatArray_fromSeveralThreads_givesTheSameBits() throws Exception {
    for (int round = 0; round < Interpreted.fewer(100); round++) {
      Tensor x = Tensor.randn(new Generator(round), 20, 30);
      Tensor shared = x.exp().matmul(x.transpose());
      Tensor end = shared.softmax(1).sum(0);
      Object[] expected = Bits.of(x.exp().matmul(x.transpose()).softmax(1).sum(0));
      List<Tensor> own = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        own.add(shared.mul(i).sum(0).mul(0).add(end));
      }
      for (Object[] bits : atOnce(own)) {
        assertThat(bits).isEqualTo(expected);
      }
      assertThat(Bits.of(end)).isEqualTo(expected);
    }
  }

  @Test
  void backward_ownGraphInEachThread_givesTheSameGradients() throws Exception {
    Tensor data = Tensor.randn(new Generator(1), 40, 30);
    List<Callable<Object[]>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      tasks.add(() -> {
        Object[] bits = null;
        for (int round = 0; round < Interpreted.fewer(50); round++) {
          Tensor w = Tensor.ones(30, 5).requireGrad();
          data.matmul(w).tanh().square().mean().backward();
          bits = Bits.of(w.grad());
        }
        return bits;
      });
    }
    List<Object[]> results = run(tasks);
    assertThat(results).allSatisfy(bits -> assertThat(bits).isEqualTo(results.get(0)));
  }

  private static List<Object[]> atOnce(List<Tensor> tensors) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(tensors.size());
    List<Callable<Object[]>> tasks = new ArrayList<>();
    for (Tensor tensor : tensors) {
      tasks.add(() -> {
        barrier.await();
        return Bits.of(tensor);
      });
    }
    return run(tasks);
  }

  private static List<Object[]> run(List<Callable<Object[]>> tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Object[]> results = new ArrayList<>();
      for (Future<Object[]> result : pool.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
