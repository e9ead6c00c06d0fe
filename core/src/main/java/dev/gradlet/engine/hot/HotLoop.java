package dev.gradlet.engine.hot;

import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Loops;
import dev.gradlet.kernel.Windows;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A {@link LaneProgram} that is compiled once it is hot, on a thread of its own. New code runs in HotSpot's interpreter
 * first, a hundred times slower than what is there already; so that thread calls it again and again, on arrays that
 * mean nothing, and hands it out only when it has become faster than its instructions one by one.
 *
 * <p>The system property {@code gradlet.compiler=off} leaves them one by one for ever.
 */
public final class HotLoop {
  /** Element operations: 15 to 30 ms of them. Compiling takes 30 to 130 ms of another core, the first loop 1 s. */
  private static final long HOT = 1L << 27;
  /** How often the instructions are timed, and how often the loop must have been faster. */
  private static final int SAMPLES = 32;
  /** What is timed together: long against the ticks of any clock, which may be 100 ns. */
  private static final long SAMPLE_NANOS = 20_000;

  /** Lanes after which HotSpot's second compiler is at work, which needs the core more than further calls do. */
  private static final long ENOUGH = 1L << 20;

  private static final long PAUSE_NANOS = 500_000;
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private static final ExecutorService COMPILER =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "gradlet compiler");
            thread.setDaemon(true);
            return thread;
          });

  private static final AtomicBoolean REPORTED = new AtomicBoolean();

  private static volatile When when = "off".equals(System.getProperty("gradlet.compiler")) ? When.NEVER : When.HOT;

  /** When a loop is compiled; at once, before it first runs, for tests. */
  public enum When { NEVER, HOT, AT_ONCE }

  private final LaneProgram program;
  private final int rowLength;
  private long done;
  private int samples;
  /** Of the sample that is being taken. */
  private long sampleNanos;

  private long sampleLanes;
  private double nanosALane = Double.MAX_VALUE;
  private volatile Windows.Program compiled;

  /** @param rowLength the lanes of a row, or of all that the loop is called for */
  public HotLoop(LaneProgram program, int rowLength) {
    this.program = program;
    this.rowLength = rowLength;
  }

  public static When when() {
    return when;
  }

  public static void setWhen(When setting) {
    when = setting;
  }

  /** The loop, or null while its instructions one by one are faster. */
  public Windows.Program compiled() {
    if (when == When.AT_ONCE && compiled == null && Kernels.get().readWindows()) {
      compiled = VectorCompiler.compile(program);
    }
    return when == When.NEVER ? null : compiled;
  }

  /** Counts so many element operations; whether it is to be told how long they take. */
  public boolean isTimed(long operations) {
    if (samples >= SAMPLES || done < HOT || when != When.HOT) {
      done += Kernels.areWarm() ? operations : 0;
      return false;
    }
    return true;
  }

  /** How long the instructions took for so many lanes. */
  public synchronized void took(long nanos, int lanes) {
    sampleNanos += nanos;
    sampleLanes += lanes;
    if (sampleNanos < SAMPLE_NANOS) {
      return;
    }
    nanosALane = Math.min(nanosALane, (double) sampleNanos / sampleLanes);
    sampleNanos = 0;
    sampleLanes = 0;
    if (++samples == SAMPLES) {
      reportingFailure(() -> COMPILER.execute(() -> reportingFailure(this::compile)));
    }
  }

  /** A loop that cannot be compiled stays as it is: whoever evaluates it need not know, and the log says it once. */
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

  private void compile() {
    Windows.Program loop = VectorCompiler.compile(program);
    float[][] arrays = new float[program.arrays().size()][Loops.TILE];
    for (float[] array : arrays) {
      Arrays.fill(array, 1);
    }
    int[] at = new int[arrays.length];
    int rows = Loops.TILE / rowLength;
    long called = 0;
    int faster = 0;
    long end = System.nanoTime() + PATIENCE_NANOS;
    long start = System.nanoTime();
    while (faster < SAMPLES && start < end) {
      long calls = 0;
      long elapsed;
      do {
        loop.apply(arrays, at, rowLength, rows);
        calls++;
        elapsed = System.nanoTime() - start;
      } while (elapsed < SAMPLE_NANOS);
      long lanes = calls * rows * rowLength;
      faster += elapsed < nanosALane * lanes ? 1 : 0;
      called += lanes;
      if (called > ENOUGH) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      start = System.nanoTime();
    }
    compiled = faster == SAMPLES ? loop : null;
  }
}
