package dev.gradlet.kernel;

import java.util.concurrent.locks.LockSupport;

/**
 * Rounds of calls of new code, on arrays that mean nothing, until HotSpot has compiled it and it is faster than the code
 * in use; then it takes over. Each round is earned: since the last one began, the code in use must have worked for as
 * long as a round takes, and for a little more after each. So a loop that a program hardly needs costs it hardly
 * anything, and the one that it needs most comes first. Rounds of quick calls cost no less: they wait for HotSpot's
 * second compiler, which takes seconds to get to a loop while a program is young.
 */
public final class Trial {
  /** How often the new code must have been faster. */
  public static final int SAMPLES = 32;
  /** What is timed together: long against the ticks of any clock, which may be 100 ns. */
  public static final long SAMPLE_NANOS = 20_000;

  /** How many calls are a round, and how long it takes at most: vectors that are objects yet take much of a core. */
  private static final int CALLS = 1_000;

  static final long ROUND_NANOS = 10_000_000L;

  /** What is no faster by then, where the code in use has worked for six seconds or so, will not be. */
  private static final int ROUNDS = 200;

  /** The products of a network's step take over after 50 rounds, which is 0.6 s of their work; at 1.03 it was 1.1 s. */
  private static final double DEARER = 1.01;

  private final Runnable code;
  private final int lanesACall;
  private final double nanosALane;
  private final Runnable takeOver;
  private int faster;
  private int rounds;
  /** Nanoseconds of work since the last round began, about: threads do not wait for each other to count. */
  private double earned;

  private double price;
  /** Whether the next round may begin. */
  private volatile boolean open = true;

  /** @param nanosALane how long the code in use takes */
  public Trial(Runnable code, int lanesACall, double nanosALane, Runnable takeOver) {
    this.code = code;
    this.lanesACall = lanesACall;
    this.nanosALane = nanosALane;
    this.takeOver = takeOver;
  }

  /** The code in use worked for about so long. */
  public void worked(double nanos) {
    earned += nanos;
    if (open && earned >= price) {
      begin();
    }
  }

  private synchronized void begin() {
    if (open) {
      open = false;
      earned = 0;
      Warmup.start(this::round);
    }
  }

  private void round() {
    long start = System.nanoTime();
    call(start + ROUND_NANOS);
    long took = System.nanoTime() - start;
    if (faster == SAMPLES) {
      takeOver.run();
      return;
    }
    LockSupport.parkNanos(took);
    rounds++;
    price = Math.max(took, ROUND_NANOS) * Math.pow(DEARER, rounds);
    open = rounds < ROUNDS;
  }

  private void call(long end) {
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
