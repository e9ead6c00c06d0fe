package dev.gradlet.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The threads over which large loops are split: as many as there are processors, or as the system property
 * {@code gradlet.threads} says.
 */
public final class Workers {
  /** How long a thread spins until the others are done, before it sleeps: waking up takes 50 to 100 µs. */
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
  public interface Part {
    void run(int from, int to);
  }

  public static int count() {
    return count;
  }

  public static void setCount(int threads) {
    count = threads;
  }

  /** Whether there is enough work for a second thread. */
  static boolean pays(long work, long least) {
    return count > 1 && work >= (splitAll ? 0 : least);
  }

  /** Tests split even the smallest loops. */
  public static void setSplitAll(boolean all) {
    splitAll = all;
  }

  /**
   * Splits a range into as many parts as there are workers; the first runs on this thread. Waits until no part runs any
   * more, then throws the failure of the first part that failed, if any. An interrupt stays pending: half a value is of
   * no use.
   */
  public static void split(int extent, Part part) {
    int parts = Math.min(count, extent);
    List<Future<?>> others = new ArrayList<>();
    Throwable failure = null;
    try {
      for (int i = 1; i < parts; i++) {
        int from = (int) ((long) extent * i / parts);
        int to = (int) ((long) extent * (i + 1) / parts);
        others.add(POOL.submit(() -> part.run(from, to)));
      }
      part.run(0, parts <= 1 ? extent : extent / parts);
    } catch (RuntimeException | Error failed) {
      failure = failed;
    }
    Throwable elsewhere = join(others);
    failure = failure == null ? elsewhere : failure;
    if (failure instanceof Error error) {
      throw error;
    } else if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  /** Waits for all, even if this thread is interrupted. Returns the failure of the first that failed, or null. */
  private static Throwable join(List<Future<?>> others) {
    long patient = System.nanoTime() + PATIENCE_NANOS;
    boolean interrupted = false;
    Throwable failure = null;
    for (Future<?> other : others) {
      while (!other.isDone() && System.nanoTime() < patient) {
        Thread.onSpinWait();
      }
      boolean done = false;
      while (!done) {
        try {
          other.get();
          done = true;
        } catch (InterruptedException later) {
          interrupted = true;
        } catch (ExecutionException failed) {
          failure = failure == null ? failed.getCause() : failure;
          done = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return failure;
  }
}
