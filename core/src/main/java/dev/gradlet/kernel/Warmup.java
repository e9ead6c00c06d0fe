package dev.gradlet.kernel;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where HotSpot gets to compile new code before it is used: a thread of its own, which runs one {@link Trial} at a time
 * and rests as long as each round took. It leaves half of a core to others, HotSpot's second compiler among them.
 */
public final class Warmup {
  /**
   * About how many lanes a call takes. HotSpot wants 600 calls, and 15,000 of them and of iterations, some 25 for each;
   * in vectors that are objects an iteration takes tens of µs, and with 1,024 lanes a call nearly all were too many.
   */
  public static final int LANES = 256;

  static final float[] X = new float[LANES];
  static final float[] Y = new float[LANES];
  static final double[] DOUBLES = new double[LANES];
  static final double[] MORE_DOUBLES = new double[LANES];
  static final int[] INTS = new int[LANES];
  static final boolean[] MASK = new boolean[LANES];

  /** Lanes after which HotSpot has compiled plain code. */
  private static final long ENOUGH = 1L << 20;

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

  /** The least nanoseconds a lane of code that takes {@link #LANES} of them a call, once it is compiled. */
  static double nanosALane(Runnable code) {
    double least = Double.MAX_VALUE;
    for (long lanes = 0; lanes < ENOUGH; lanes += Trial.SAMPLES * LANES) {
      long start = System.nanoTime();
      for (int i = 0; i < Trial.SAMPLES; i++) {
        code.run();
      }
      least = Math.min(least, (double) (System.nanoTime() - start) / (Trial.SAMPLES * LANES));
    }
    return least;
  }
}
