package dev.gradlet.examples;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.hipparchus.stat.descriptive.rank.Median;
import org.hipparchus.util.ResizableDoubleArray;

/**
 * What one call of some code costs: the median over many rounds, after a warm-up. In both, several candidates take
 * turns of a millisecond or two, so that a slower moment of the machine meets all of them alike, and so that none is
 * compiled for itself before the others were seen.
 *
 * @param micros the median time
 * @param bytes the median of what all threads allocated
 */
record Measurement(double micros, double bytes) {
  private static final Duration ROUND = Duration.ofNanos(1_500_000);
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Keeps results reachable, so that no call can be left out. */
  @SuppressWarnings("unused")
  private static volatile Object sink;

  /** Measures each candidate after {@code warmUp} for each. */
  static List<Measurement> ofEach(List<Supplier<?>> candidates, Duration warmUp, int rounds) {
    int[] calls = warmUp(candidates, warmUp);
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

  /** Calls all in turn; returns how many calls of each fill a round, going by the median. */
  private static int[] warmUp(List<Supplier<?>> candidates, Duration warmUp) {
    var nanos = new ArrayList<ResizableDoubleArray>();
    candidates.forEach(candidate -> nanos.add(new ResizableDoubleArray()));
    long end = System.nanoTime() + warmUp.multipliedBy(candidates.size()).toNanos();
    do {
      for (int i = 0; i < candidates.size(); i++) {
        long start = System.nanoTime();
        call(candidates.get(i), 1);
        nanos.get(i).addElement(System.nanoTime() - start);
      }
    } while (System.nanoTime() < end);
    return nanos.stream()
        .mapToInt(times -> (int) Math.max(1, ROUND.toNanos() / new Median().evaluate(times.getElements())))
        .toArray();
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
