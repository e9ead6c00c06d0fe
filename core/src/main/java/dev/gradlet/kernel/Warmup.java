package dev.gradlet.kernel;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Has HotSpot compile new code before it is used, on a thread of its own: there it is called again and again, on arrays
 * that mean nothing, until it is faster than what computes meanwhile. Most of the time that thread sleeps: others need
 * the core more, HotSpot's second compiler among them.
 */
public final class Warmup {
  /** How many elements a call takes. */
  static final int LANES = 256;

  static final float[] X = new float[LANES];
  static final float[] Y = new float[LANES];
  static final double[] DOUBLES = new double[LANES];
  static final double[] MORE_DOUBLES = new double[LANES];
  static final int[] INTS = new int[LANES];
  static final boolean[] MASK = new boolean[LANES];

  /** How often the new code must have been faster. */
  public static final int SAMPLES = 32;
  /** What is timed together: long against the ticks of any clock, which may be 100 ns. */
  public static final long SAMPLE_NANOS = 20_000;

  /** Lanes after which HotSpot has compiled plain code. */
  private static final long ENOUGH = 1L << 20;

  /** How much longer than it runs that thread sleeps, and for how long at least. */
  private static final int SLEEP = 3;

  private static final long PAUSE_NANOS = 100_000;
  /** How long it runs for one piece of code. */
  private static final long PATIENCE_NANOS = 2_000_000_000L;

  private static final ExecutorService THREAD =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "gradlet compiler");
            thread.setDaemon(true);
            return thread;
          });

  private static final AtomicBoolean REPORTED = new AtomicBoolean();

  static {
    Arrays.fill(X, 1);
    Arrays.fill(DOUBLES, 1);
  }

  private Warmup() {}

  /** What fails leaves everything as it is: whoever evaluates need not know, and the log says it once. */
  public static void start(Runnable task) {
    reportingFailure(() -> THREAD.execute(() -> reportingFailure(task)));
  }

  private static void reportingFailure(Runnable action) {
    try {
      action.run();
    } catch (Exception | LinkageError | VirtualMachineError failure) {
      if (REPORTED.compareAndSet(false, true)) {
        System.getLogger("dev.gradlet").log(
            System.Logger.Level.WARNING,
            "Gradlet could not compile a hot loop, which goes on as before, slower; further failures are not reported.",
            failure);
      }
    }
  }

  /** Whether code becomes faster than other code, both for {@link #LANES} elements a call. */
  static boolean isFaster(Runnable code, Runnable than) {
    double least = Double.MAX_VALUE;
    for (long lanes = 0; lanes < ENOUGH; lanes += SAMPLES * LANES) {
      long start = System.nanoTime();
      for (int i = 0; i < SAMPLES; i++) {
        than.run();
      }
      least = Math.min(least, (double) (System.nanoTime() - start) / (SAMPLES * LANES));
    }
    return isFaster(code, LANES, least);
  }

  /** Whether code that takes so many lanes a call becomes faster than that. */
  public static boolean isFaster(Runnable code, int lanesACall, double nanosALane) {
    int faster = 0;
    long spent = 0;
    while (faster < SAMPLES && spent < PATIENCE_NANOS) {
      long start = System.nanoTime();
      long lanes = 0;
      long elapsed;
      do {
        code.run();
        lanes += lanesACall;
        elapsed = System.nanoTime() - start;
      } while (elapsed < SAMPLE_NANOS);
      faster += elapsed < nanosALane * lanes ? 1 : 0;
      spent += elapsed;
      LockSupport.parkNanos(Math.max(PAUSE_NANOS, SLEEP * elapsed));
    }
    return faster == SAMPLES;
  }
}
