package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradlet.engine.plan.Evaluator;
import dev.gradlet.engine.run.Workers;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts that fail or are interrupted, and evaluations that run out of memory. */
class WorkersTest {
  private static final int THREADS = 4;

  private final int threads = Workers.count();

  @BeforeEach
  void splitEverything() {
    Workers.setCount(THREADS);
    Workers.setSplitAll(true);
  }

  @AfterEach
  void restore() {
    Thread.interrupted();
    Workers.setCount(threads);
    Workers.setSplitAll(false);
  }

  static Stream<Throwable> failures() {
    return Stream.of(new OutOfMemoryError("as if"), new IllegalStateException("as if"), new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void split_oneOfTheOthersFails_throwsThatItself(Throwable failure) {
    AtomicInteger finished = new AtomicInteger();

    assertThatThrownBy(() -> Workers.split(THREADS, (from, to) -> {
      if (from == THREADS - 1) {
        fail(failure);
      }
      finished.incrementAndGet();
    })).isSameAs(failure);
    assertThat(finished).hasValue(THREADS - 1);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void split_partOfThisThreadFails_waitsForTheOthers(Throwable failure) {
    AtomicInteger finished = new AtomicInteger();
    CountDownLatch failing = new CountDownLatch(1);

    assertThatThrownBy(() -> Workers.split(THREADS, (from, to) -> {
      if (from == 0) {
        failing.countDown();
        fail(failure);
      }
      await(failing);
      finished.incrementAndGet();
    })).isSameAs(failure);
    assertThat(finished).hasValue(THREADS - 1);
  }

  private static void fail(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  /** Long enough after the signal that who does not wait for this part is seen. */
  private static void await(CountDownLatch signal) {
    try {
      signal.await();
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void evaluate_interruptFlagSet_completesAndLeavesIt() {
    int n = Interpreted.fewer(50_000);
    Tensor x = Tensor.randn(new Generator(1), n);
    Object[] expected = Bits.of(x.square().add(1).sqrt());
    Tensor index = Tensor.zeros(DType.INT32, 4, n / 4);
    for (int round = 0; round < 40; round++) {
      Thread.currentThread().interrupt();

      assertThat(Bits.of(x.square().add(1).sqrt())).isEqualTo(expected);
      Tensor rows = x.narrow(0, 0, n / 4 * 4).reshape(4, -1);
      Autograd.evaluate(rows.matmul(rows.transpose()), Tensor.zeros(4, n / 4).scatterAdd(0, index, rows), rows.sum());
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** This thread makes sums in double (8 bytes), the result (4), and of the sums a quarter once more (2). */
  @Test
  void scatterAdd_onManyThreads_eachMakesItsOwnPart() {
    int n = 1 << 20;
    Tensor x = Tensor.rand(new Generator(2), 4, n / 4);
    Tensor source = Tensor.rand(new Generator(1), 4, n / 4);
    Tensor index = Tensor.of(new int[n]).reshape(4, n / 4);
    Tensor expected = x.narrow(0, 0, 1).add(source.sum(true, 0));
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Workers.setCount(4);
    Tensor y = x.scatterAdd(0, index, source);
    long before = threads.getCurrentThreadAllocatedBytes();
    y.evaluate();

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16L * n);
    assertThat(y.narrow(0, 0, 1).sub(expected).abs().max().item()).isLessThan(1e-6);
  }

  /** Memory that ends at any of the arrays that a step makes: nothing has changed, and the same again works. */
  @Test
  void backward_outOfMemory_canBeRetried() {
    Tensor w = Tensor.randn(new Generator(1), 30, 40).requireGrad();
    Tensor x = Tensor.randn(new Generator(2), 50, 30);
    loss(x, w).backward();
    Object[] expected = Bits.of(w.grad());
    List<Shape> made = new ArrayList<>();
    Evaluator.listening((tensor, array) -> made.add(tensor.shape()), () -> loss(x, w).backward());
    assertThat(made).hasSizeGreaterThan(3);
    for (int last = 0; last < made.size(); last++) {
      w.zeroGrad();
      Tensor loss = loss(x, w);
      AtomicInteger left = new AtomicInteger(last);
      assertThatThrownBy(() -> Evaluator.listening((tensor, array) -> {
        if (left.getAndDecrement() == 0) {
          throw new OutOfMemoryError("as if");
        }
      }, loss::backward)).isInstanceOf(OutOfMemoryError.class);
      assertThat(w.grad()).isNull();

      loss.backward();

      assertThat(Bits.of(w.grad())).isEqualTo(expected);
    }
  }

  private static Tensor loss(Tensor x, Tensor w) {
    return x.matmul(w).logSoftmax(1).square().max(0).values().mean();
  }
}
