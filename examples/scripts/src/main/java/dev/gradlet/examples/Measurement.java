package dev.gradlet.examples;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** How often {@link #ofEach} tells that it goes on. */
  static final int TICKS = 200;

  /** Measures each candidate after {@code warmUp} for each. */
  static List<Measurement> ofEach(List<Supplier<?>> candidates, Duration warmUp, int rounds) {
    return ofEach(candidates, warmUp, rounds, () -> {});
  }

  /** The same; {@code tick} is run {@link #TICKS} times between calls. */
  static List<Measurement> ofEach(List<Supplier<?>> candidates, Duration warmUp, int rounds, Runnable tick) {
    int[] calls = warmUp(candidates, warmUp, tick);
    long[] threads = threads();
    var micros = new double[calls.length][rounds];
    var bytes = new double[calls.length][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < calls.length; i++) {
        long allocated = allocatedBytes(threads);
        long start = System.nanoTime();
        call(candidates.get(i), calls[i]);
        micros[i][round] = (System.nanoTime() - start) / 1e3 / calls[i];
        bytes[i][round] = (double) (allocatedBytes(threads) - allocated) / calls[i];
      }
      ticks(tick, (double) round / rounds, (round + 1.0) / rounds);
    }
    var results = new ArrayList<Measurement>();
    for (int i = 0; i < calls.length; i++) {
      results.add(new Measurement(new Median().evaluate(micros[i]), new Median().evaluate(bytes[i])));
    }
    return results;
  }

  /** Calls all in turn; returns how many calls of each fill a round, going by the median. */
  private static int[] warmUp(List<Supplier<?>> candidates, Duration warmUp, Runnable tick) {
    var nanos = new ArrayList<ResizableDoubleArray>();
    candidates.forEach(candidate -> nanos.add(new ResizableDoubleArray()));
    double length = Math.max(1, warmUp.multipliedBy(candidates.size()).toNanos());
    long begin = System.nanoTime();
    double done = 0;
    do {
      for (int i = 0; i < candidates.size(); i++) {
        long start = System.nanoTime();
        call(candidates.get(i), 1);
        nanos.get(i).addElement(System.nanoTime() - start);
      }
      double now = Math.min(1, (System.nanoTime() - begin) / length);
      ticks(tick, done, now);
      done = now;
    } while (done < 1);
    return nanos.stream()
        .mapToInt(times -> (int) Math.max(1, ROUND.toNanos() / new Median().evaluate(times.getElements())))
        .toArray();
  }

  /** The ticks that fall between two moments of a half, which begins at 0 and ends at 1. */
  private static void ticks(Runnable tick, double from, double to) {
    for (int i = (int) (from * TICKS / 2); i < (int) (to * TICKS / 2); i++) {
      tick.run();
    }
  }

  private static void call(Supplier<?> candidate, int times) {
    for (int i = 0; i < times; i++) {
      sink = candidate.get();
    }
  }

  /** All live threads, as the engine may share a loop among several, but not the one that compiles its loops. */
  private static long[] threads() {
    return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
        .filter(thread -> thread != null && !thread.getThreadName().equals("gradlet compiler"))
        .mapToLong(ThreadInfo::getThreadId)
        .toArray();
  }

  private static long allocatedBytes(long[] threads) {
    return Arrays.stream(THREADS.getThreadAllocatedBytes(threads)).filter(bytes -> bytes > 0).sum();
  }
}
