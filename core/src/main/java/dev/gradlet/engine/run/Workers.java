package dev.gradlet.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The threads among which large loops are split: as many as there are processors, or as the system property
 * {@code gradlet.threads} says.
 */
public final class Workers {
  /** How long a thread looks whether the others are done before it sleeps: waking up takes it 50 to 100 µs. */
  private static final long PATIENCE_NANOS = 100_000;

  private static volatile int count = Integer.getInteger("gradlet.threads", Runtime.getRuntime().availableProcessors());

  private static volatile boolean splitAll;

  private static final ExecutorService POOL =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "gradlet");
            thread.setDaemon(true);
            return thread;
          });

  private Workers() {}

  /** A part of a range: from, to (not included). */
  @FunctionalInterface
  interface Part {
    void run(int from, int to);
  }

  public static int count() {
    return count;
  }

  public static void setCount(int threads) {
    count = threads;
  }

  /** Whether this much work pays for a second thread that pays from {@code least} on. */
  static boolean pays(long work, long least) {
    return count > 1 && work >= (splitAll ? 0 : least);
  }

  /** Tests split even the smallest loops. */
  public static void setSplitAll(boolean all) {
    splitAll = all;
  }

  /** Runs a range in as many parts as there are workers, one of them on this thread. */
  static void split(int extent, Part part) {
    int parts = Math.min(count, extent);
    List<Future<?>> others = new ArrayList<>();
    for (int i = 1; i < parts; i++) {
      int from = (int) ((long) extent * i / parts);
      int to = (int) ((long) extent * (i + 1) / parts);
      others.add(POOL.submit(() -> part.run(from, to)));
    }
    part.run(0, parts <= 1 ? extent : extent / parts);
    long patient = System.nanoTime() + PATIENCE_NANOS;
    for (Future<?> other : others) {
      while (!other.isDone() && System.nanoTime() < patient) {
        Thread.onSpinWait();
      }
      try {
        other.get();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("evaluation interrupted", interrupted);
      } catch (ExecutionException failed) {
        throw new IllegalStateException(failed.getCause());
      }
    }
  }
}
