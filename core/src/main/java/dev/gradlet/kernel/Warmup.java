package dev.gradlet.kernel;

import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has HotSpot compile new code before it is used, on a thread of its own: there it is called, on arrays that mean
 * nothing, as often as HotSpot asks for, and again after pauses, until it is faster than what computes meanwhile. In the
 * pauses that thread leaves the core to others, HotSpot's second compiler among them. Time is no measure for giving up:
 * on a busy machine a compilation takes seconds.
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

  /** A round: after so many calls HotSpot's second compiler takes a loop up, unless others wait there. */
  private static final int CALLS = 1_000;

  /** Five seconds, more where others compete. */
  private static final int ROUNDS = 40;

  /** How long the code rests after its first round, twice as long after the next one, and how long at most. */
  private static final long FIRST_PAUSE = 10;

  private static final long LONGEST_PAUSE = 160;

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
    private long pause = FIRST_PAUSE;

    Trial(Runnable code, int lanesACall, double nanosALane, Runnable then) {
      this.code = code;
      this.lanesACall = lanesACall;
      this.nanosALane = nanosALane;
      this.then = then;
    }

    @Override
    public void run() {
      round();
      if (faster == SAMPLES) {
        then.run();
      } else if (++rounds < ROUNDS) {
        THREAD.schedule(() -> reportingFailure(this), pause, TimeUnit.MILLISECONDS);
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    }

    private void round() {
      long calls = 0;
      boolean better = false;
      while (faster < SAMPLES && (calls < CALLS || better)) {
        long start = System.nanoTime();
        long before = calls;
        long elapsed;
        do {
          code.run();
          calls++;
          elapsed = System.nanoTime() - start;
        } while (elapsed < SAMPLE_NANOS);
        better = elapsed < nanosALane * lanesACall * (calls - before);
        faster += better ? 1 : 0;
      }
    }
  }
}
