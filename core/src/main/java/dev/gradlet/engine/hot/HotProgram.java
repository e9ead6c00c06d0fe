package dev.gradlet.engine.hot;

import dev.gradlet.kernel.Kernels;
import dev.gradlet.kernel.Loops;
import dev.gradlet.kernel.Trial;
import dev.gradlet.kernel.Warmup;
import dev.gradlet.kernel.Windows;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.IntStream;

/**
 * A {@link LaneProgram} that is compiled once it is hot, and used only when a {@link Trial} has found it faster than its
 * instructions one by one. The system property {@code gradlet.compiler=off} prevents that.
 */
public final class HotProgram {
  /** Element operations: 15 to 30 ms of them. Compiling takes 30 to 130 ms of another core, the first loop 1 s. */
  private static final long HOT = 1L << 27;
  private static volatile When when = "off".equals(System.getProperty("gradlet.compiler")) ? When.NEVER : When.HOT;

  /** When a program is compiled; tests want it before it first runs. */
  public enum When { NEVER, HOT, AT_ONCE }

  /** Equal programs are one, whatever plans they are part of: those of a network's layers, or of its time steps. */
  private static final Map<Key, Reference<HotProgram>> PROGRAMS = new WeakHashMap<>();

  /** @param rowLength the lanes of a row, or of all that the loop is called for */
  private record Key(LaneProgram program, int rowLength) {}

  /** Held here as well, so that the weak key in {@link #PROGRAMS} lives as long as this. */
  private final Key key;
  private long done;
  private int samples;
  /** The time of the sample that is being taken, and its lanes. */
  private long sampleNanos;
  private long sampleLanes;
  private double nanosALane = Double.MAX_VALUE;
  /** Null until the program is compiled. */
  private volatile Trial trial;
  private volatile Windows.Program compiled;

  private HotProgram(Key key) {
    this.key = key;
  }

  /** @param rowLength the lanes of a row, or of all that the loop is called for */
  public static HotProgram of(LaneProgram program, int rowLength) {
    Key key = new Key(program, rowLength);
    synchronized (PROGRAMS) {
      Reference<HotProgram> known = PROGRAMS.get(key);
      HotProgram hot = known == null ? null : known.get();
      if (hot == null) {
        PROGRAMS.remove(key); // an equal one that nobody holds
        hot = new HotProgram(key);
        PROGRAMS.put(key, new WeakReference<>(hot));
      }
      return hot;
    }
  }

  public static When when() {
    return when;
  }

  public static void setWhen(When setting) {
    when = setting;
  }

  /** The compiled program, or null as long as its instructions one by one are faster. */
  public Windows.Program compiled() {
    if (when == When.AT_ONCE && compiled == null && Kernels.mayUseVectors()) {
      compiled = VectorCompiler.compile(key.program);
    }
    return when == When.NEVER ? null : compiled;
  }

  /** Counts element operations that are about to run. Returns whether to time them, for {@link #took}. */
  public boolean isTimed(long operations) {
    if (samples >= Trial.SAMPLES || done < HOT || when != When.HOT) {
      done += operations;
      if (trial != null) {
        trial.worked(operations * nanosALane / key.program.values().size());
      }
      return false;
    }
    return true;
  }

  /** Reports how long the instructions took for so many lanes. */
  public synchronized void took(long nanos, int lanes) {
    sampleNanos += nanos;
    sampleLanes += lanes;
    if (sampleNanos < Trial.SAMPLE_NANOS) {
      return;
    }
    nanosALane = Math.min(nanosALane, (double) sampleNanos / sampleLanes);
    sampleNanos = 0;
    sampleLanes = 0;
    if (++samples == Trial.SAMPLES) {
      Warmup.start(this::compile);
    }
  }

  private void compile() {
    LaneProgram program = key.program;
    int rowLength = key.rowLength;
    Windows.Program loop = VectorCompiler.compile(program);
    Object[] arrays = IntStream.range(0, program.arrays().size()).mapToObj(this::ones).toArray();
    int[] at = new int[arrays.length];
    int length = Math.min(rowLength, Warmup.LANES);
    int rows = Warmup.LANES / length;
    trial = new Trial(() -> loop.apply(arrays, at, length, rows), rows * length, nanosALane, () -> compiled = loop);
  }

  private Object ones(int array) {
    int[] ahead = key.program.values().stream()
        .filter(value -> value instanceof LaneProgram.Read read && read.array() == array)
        .mapToInt(value -> ((LaneProgram.Read) value).ahead()).toArray();
    int farthest = Arrays.stream(ahead).max().orElse(0);
    switch (key.program.arrays().get(array)) {
      case INTS -> {
        int[] ints = new int[Loops.TILE];
        Arrays.fill(ints, 1);
        return ints;
      }
      case TILES -> {
        Object[] tiles = new Object[farthest + 1];
        Arrays.stream(ahead).forEach(tile -> tiles[tile] = floats(Loops.TILE));
        return tiles;
      }
      default -> {
        return floats(farthest + Loops.TILE);
      }
    }
  }

  private static float[] floats(int length) {
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
