package dev.gradlet.examples;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.hipparchus.stat.descriptive.rank.Median;

/**
 * What one call of some code costs: the median over many rounds, after a warm-up. Several candidates take turns within
 * each round, so that a slower moment of the machine meets all of them alike.
 *
 * @param micros the median time
 * @param bytes the median of what all threads allocated
 */
record Measurement(double micros, double bytes) {
  private static final Duration ROUND = Duration.ofMillis(20);
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Keeps results reachable, so that no call can be left out. */
  @SuppressWarnings("unused")
  private static volatile Object sink;

  static List<Measurement> ofEach(List<Supplier<?>> candidates, Duration warmUp, int rounds) {
    var calls = new int[candidates.size()];
    // Twice, as code that all share is compiled anew when another candidate first uses it in its own way.
    for (int i = 0; i < 2 * calls.length; i++) {
      calls[i % calls.length] = callsPerRound(candidates.get(i % calls.length), warmUp);
    }
    var micros = new double[calls.length][rounds];
    var bytes = new double[calls.length][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < calls.length; i++) {
        long allocated = allocatedBytes();
        long start = System.nanoTime();
        call(candidates.get(i), calls[i]);
        micros[i][round] = (System.nanoTime() - start) / 1e3 / calls[i];
        bytes[i][round] = (double) (allocatedBytes() - allocated) / calls[i];
      }
    }
    var results = new ArrayList<Measurement>();
    for (int i = 0; i < calls.length; i++) {
      results.add(new Measurement(new Median().evaluate(micros[i]), new Median().evaluate(bytes[i])));
    }
    return results;
  }

  private static int callsPerRound(Supplier<?> candidate, Duration warmUp) {
    long start = System.nanoTime();
    long calls = 0;
    long elapsed;
    do {
      call(candidate, 1);
      calls++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < warmUp.toNanos());
    return (int) Math.max(1, calls * ROUND.toNanos() / elapsed);
  }

  private static void call(Supplier<?> candidate, int times) {
    for (int i = 0; i < times; i++) {
      sink = candidate.get();
    }
  }

  /** By all live threads, as the engine may share a loop among several. */
  private static long allocatedBytes() {
    long sum = 0;
    for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }
}
