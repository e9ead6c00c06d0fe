package dev.gradlet.kernel;

import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Has HotSpot compile new code before it is used, on a thread of its own: there it is called, on arrays that mean
 * nothing, round after round, until it is faster than what computes meanwhile. That thread leaves half of a core, and
 * soon most of it, to others, HotSpot's second compiler among them, which takes a loop up after some thousand calls. Time
 * is no measure for giving up: on a busy machine a compilation takes seconds.
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

  /** How many calls are a round, and how long it takes at most: vectors that are objects yet take much of a core. */
  private static final int CALLS = 1_000;

  private static final long ROUND_NANOS = 10_000_000L;

  /** Nine seconds, more where others compete. */
  private static final int ROUNDS = 40;

  /** How long code rests after its first round, an eighth longer after each. */
  private static final double FIRST_PAUSE_NANOS = 10e6;

  private static final ScheduledExecutorService THREAD =
      Executors.newSingleThreadScheduledExecutor(
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

  /** Has something done once code is faster than other code, both for {@link #LANES} elements a call. */
  static void onceFaster(Runnable code, Runnable than, Runnable then) {
    double least = Double.MAX_VALUE;
    for (long lanes = 0; lanes < ENOUGH; lanes += SAMPLES * LANES) {
      long start = System.nanoTime();
      for (int i = 0; i < SAMPLES; i++) {
        than.run();
      }
      least = Math.min(least, (double) (System.nanoTime() - start) / (SAMPLES * LANES));
    }
    onceFaster(code, LANES, least, then);
  }

  /** Has something done once code that takes so many lanes a call is faster than that. */
  public static void onceFaster(Runnable code, int lanesACall, double nanosALane, Runnable then) {
    new Trial(code, lanesACall, nanosALane, then).run();
  }

  /** Rounds of calls, until they are faster or it is no use. Meanwhile others have theirs. */
  private static final class Trial implements Runnable {
    private final Runnable code;
    private final int lanesACall;
    private final double nanosALane;
    private final Runnable then;
    private int faster;
    private int rounds;
    private double pause = FIRST_PAUSE_NANOS;

    Trial(Runnable code, int lanesACall, double nanosALane, Runnable then) {
      this.code = code;
      this.lanesACall = lanesACall;
      this.nanosALane = nanosALane;
      this.then = then;
    }

    @Override
    public void run() {
      long start = System.nanoTime();
      round(start + ROUND_NANOS);
      if (faster == SAMPLES) {
        then.run();
      } else if (++rounds < ROUNDS) {
        THREAD.schedule(() -> reportingFailure(this), (long) pause, TimeUnit.NANOSECONDS);
        pause *= 1.125;
        LockSupport.parkNanos(System.nanoTime() - start);
      }
    }

    private void round(long end) {
      long calls = 0;
      boolean better = false;
      long start = System.nanoTime();
      while (faster < SAMPLES && (better || (calls < CALLS && start < end))) {
        long before = calls;
        long elapsed;
        do {
          code.run();
          calls++;
          elapsed = System.nanoTime() - start;
        } while (elapsed < SAMPLE_NANOS);
        better = elapsed < nanosALane * lanesACall * (calls - before);
        faster += better ? 1 : 0;
        start += elapsed;
      }
    }
  }
}
