package dev.gradlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Comparisons, selections and extrema: the Vector API provider against the plain one, bit for bit. */
@Tag("parity")
class MaskParityTest {
  private static final int ROUNDS = 48;

  private static final Map<String, Loops.Comparison<float[]>> FLOATS = Map.of(
      "eq", (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] == b[i]; },
      "ne", (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] != b[i]; },
      "lt", (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] < b[i]; },
      "le", (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] <= b[i]; },
      "gt", (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] > b[i]; },
      "ge", (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] >= b[i]; });

  private static final Map<String, Loops.Comparison<int[]>> INTS = Map.of(
      "eq", (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] == b[i]; },
      "ne", (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] != b[i]; },
      "lt", (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] < b[i]; },
      "le", (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] <= b[i]; },
      "gt", (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] > b[i]; },
      "ge", (a, b, m, n) -> { for (int i = 0; i < n; i++) m[i] = a[i] >= b[i]; });

  /** What a kernel makes of two tiles of floats, one of ints and one of masks, as an array of some type. */
  private interface Case {
    Object run(Kit kernels, Tile tile, int n);
  }

  private interface Extremum {
    void apply(float[] best, int[] at);
  }

  private static final Map<String, Case> CASES = Map.ofEntries(
      Map.entry("select floats", (kernels, t, n) -> {
        float[] y = new float[n];
        kernels.selections.select(t.mask, t.a, t.b, y, n);
        return bits(y, n);
      }),
      Map.entry("select ints", (kernels, t, n) -> {
        int[] y = new int[n];
        kernels.selections.select(t.mask, t.i, t.j, y, n);
        return y;
      }),
      Map.entry("argMin", (kernels, t, n) ->
          extremum(t, n, (best, at) -> kernels.selections.extremum(false, t.a, 7, 0, best, at, n))),
      Map.entry("argMax", (kernels, t, n) ->
          extremum(t, n, (best, at) -> kernels.selections.extremum(true, t.a, 7, 0, best, at, n))),
      Map.entry("argMin of lanes", (kernels, t, n) ->
          extremum(t, n, (best, at) -> kernels.selections.extremum(false, t.a, 7, 1, best, at, n))),
      Map.entry("argMax of lanes", (kernels, t, n) ->
          extremum(t, n, (best, at) -> kernels.selections.extremum(true, t.a, 7, 1, best, at, n))),
      Map.entry("argMin of two", (kernels, t, n) ->
          extremum(t, n, (best, at) -> kernels.selections.merge(false, t.a, t.j, best, at, n))),
      Map.entry("argMax of two", (kernels, t, n) ->
          extremum(t, n, (best, at) -> kernels.selections.merge(true, t.a, t.j, best, at, n))));

  @BeforeAll
  static void vectorModule_isPresent() {
    Assumptions.assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "no Vector API here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eq", "ne", "lt", "le", "gt", "ge"})
  void compare_everyKindOfNumber_hasTheSameMaskInBothProviders(String op) {
    Loops.Comparison<float[]> floats = VectorMasks.FLOATS_BY_LABEL.get(op);
    Loops.Comparison<int[]> ints = VectorMasks.INTS_BY_LABEL.get(op);
    for (int round = 0; round < ROUNDS; round++) {
      Tile tile = new Tile(round);
      int n = tile.n;
      boolean[] plain = new boolean[n];
      boolean[] vectors = new boolean[n];
      FLOATS.get(op).apply(tile.a, tile.b, plain, n);
      floats.apply(tile.a, tile.b, vectors, n);
      assertThat(vectors).as("floats, %d", n).isEqualTo(plain);
      INTS.get(op).apply(tile.i, tile.j, plain, n);
      ints.apply(tile.i, tile.j, vectors, n);
      assertThat(vectors).as("ints, %d", n).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "select floats", "select ints", "argMin", "argMax", "argMin of lanes", "argMax of lanes", "argMin of two",
    "argMax of two"
  })
  void kernel_everyKindOfNumber_hasTheSameBitsInBothProviders(String name) {
    for (int round = 0; round < ROUNDS; round++) {
      Tile tile = new Tile(round);
      Object plain = CASES.get(name).run(Kit.PLAIN, tile, tile.n);
      Object vectors = CASES.get(name).run(Kit.VECTOR, tile, tile.n);
      assertThat(vectors).as("%s of %d", name, tile.n).isEqualTo(plain);
    }
  }

  /** A vector passed out of compiled code becomes an object, which costs more than it saves. */
  @ParameterizedTest
  @ValueSource(strings = {"eq", "ne", "lt", "le", "gt", "ge"})
  void compare_onceCompiled_allocatesNothing(String op) {
    String mode = System.getProperty("java.vm.info");
    Assumptions.assumeTrue(mode.startsWith("mixed mode") && !mode.contains("emulated"), "no second compiler: " + mode);
    Loops.Comparison<float[]> compare = VectorMasks.FLOATS_BY_LABEL.get(op);
    Selections kernels = new VectorSelections();
    Tile tile = new Tile(15);
    boolean[] mask = new boolean[tile.n];
    float[] y = new float[tile.n];
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 2000 && least > 0; round++) {
      long before = memory.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < 200; i++) {
        compare.apply(tile.a, tile.b, mask, tile.n);
        kernels.select(mask, tile.a, tile.b, y, tile.n);
        kernels.extremum(true, tile.a, i, 1, tile.b, tile.i, tile.n);
        kernels.merge(false, tile.a, tile.j, tile.b, tile.i, tile.n);
      }
      least = Math.min(least, memory.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
    }
    assertThat(least).isLessThan(200 * 64);
  }

  private static Object extremum(Tile tile, int n, Extremum kernel) {
    float[] best = tile.b.clone();
    int[] at = tile.i.clone();
    kernel.apply(best, at);
    return new int[][] {bits(best, n), at};
  }

  private static int[] bits(float[] x, int n) {
    int[] bits = new int[n];
    for (int i = 0; i < n; i++) {
      bits[i] = Float.floatToIntBits(x[i]);
    }
    return bits;
  }

  /** Numbers of few values, so that many are equal, and every kind of them. */
  private static final class Tile {
    private static final float[] VALUES = {
      0f, -0f, 1f, -1f, 2f, Float.NaN, Float.intBitsToFloat(0xffc12345), Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, Float.MIN_NORMAL, 1e-42f
    };

    private final int n;
    private final float[] a = new float[Loops.TILE];
    private final float[] b = new float[Loops.TILE];
    private final int[] i = new int[Loops.TILE];
    private final int[] j = new int[Loops.TILE];
    private final boolean[] mask = new boolean[Loops.TILE];

    Tile(int round) {
      n = 64 * (1 + round % 16);
      SplittableRandom random = new SplittableRandom(round);
      int kinds = round % 3 == 0 ? VALUES.length : 5;
      for (int lane = 0; lane < Loops.TILE; lane++) {
        a[lane] = round % 3 == 2 ? (float) random.nextDouble(-1, 1) : VALUES[random.nextInt(kinds)];
        b[lane] = round % 3 == 2 ? (float) random.nextDouble(-1, 1) : VALUES[random.nextInt(kinds)];
        i[lane] = random.nextInt(8) - 4;
        j[lane] = lane % 5 == 0 ? random.nextInt() : random.nextInt(8) - 4;
        mask[lane] = random.nextBoolean();
      }
    }
  }
}
