package dev.gradlet.kernel;

import dev.gradlet.Interpreted;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops over tiles of rows: plain Java against a definition, the Vector API against plain Java, bit for bit. */
@Tag("parity")
class RowParityTest {
  private static final int[] LENGTHS = Interpreted.only()
      ? new int[] {2, 63, 65, 200, 256, 1000, 1024}
      : new int[] {2, 17, 63, 64, 65, 100, 128, 200, 256, 500, 512, 784, 1000, 1024};

  /** What is among the elements of a tile, one in so many of them. */
  private enum Edges {
    NONE(1),
    SOME(150, 0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE),
    ZEROS(1, 0f, -0f, -0f, -0f, -0f),
    INFINITIES(1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY),
    LARGEST(1, Float.MAX_VALUE, -Float.MAX_VALUE);

    private final int rarity;
    private final float[] values;

    Edges(int rarity, float... values) {
      this.rarity = rarity;
      this.values = values;
    }
  }

  /** What a provider makes of a tile x of rows, and of numbers c for each, in y. */
  private interface Loop {
    void run(Kit kernels, float[] x, float[] c, int length, int rows, float[] y);
  }

  private static final Map<String, Loop> LOOPS = Map.ofEntries(
      Map.entry("sum", (kernels, x, c, length, rows, y) -> kernels.reductions.sum(x, 0, length, rows, y)),
      Map.entry("min", (kernels, x, c, length, rows, y) -> kernels.reductions.min(x, 0, length, rows, y)),
      Map.entry("max", (kernels, x, c, length, rows, y) -> kernels.reductions.max(x, 0, length, rows, y)),
      Map.entry("add", (kernels, x, c, length, rows, y) -> kernels.reductions.add(y, x, 0, length, rows)),
      Map.entry("x + c", (kernels, x, c, length, rows, y) ->
          kernels.rows(Arithmetic.ADD, x, c, false, length, rows, y)),
      Map.entry("x - c", (kernels, x, c, length, rows, y) ->
          kernels.rows(Arithmetic.SUB, x, c, false, length, rows, y)),
      Map.entry("x * c", (kernels, x, c, length, rows, y) ->
          kernels.rows(Arithmetic.MUL, x, c, false, length, rows, y)),
      Map.entry("x / c", (kernels, x, c, length, rows, y) ->
          kernels.rows(Arithmetic.DIV, x, c, false, length, rows, y)),
      Map.entry("c - x", (kernels, x, c, length, rows, y) ->
          kernels.rows(Arithmetic.SUB, x, c, true, length, rows, y)),
      Map.entry("c / x", (kernels, x, c, length, rows, y) ->
          kernels.rows(Arithmetic.DIV, x, c, true, length, rows, y)),
      Map.entry("max(x, c)", (kernels, x, c, length, rows, y) ->
          kernels.rows(Arithmetic.MAXIMUM, x, c, false, length, rows, y)),
      Map.entry("min(c, x)", (kernels, x, c, length, rows, y) ->
          kernels.rows(Arithmetic.MINIMUM, x, c, true, length, rows, y)),
      Map.entry("c * x", (kernels, x, c, length, rows, y) ->
          kernels.rows(Arithmetic.MUL, x, c, true, length, rows, y)),
      Map.entry("x = c", (kernels, x, c, length, rows, y) ->
          kernels.selections.selectEqual(ints(x), ints(c), 1.5f, -2, length, rows, y)));

  /** Small integers, so that some are equal. */
  private static int[] ints(float[] x) {
    int[] rounded = new int[x.length];
    Arrays.setAll(rounded, i -> Math.round(x[i]));
    return rounded;
  }

  static Stream<Arguments> cases() {
    return LOOPS.keySet().stream().flatMap(loop -> Stream.of(Edges.values()).map(edges -> Arguments.of(loop, edges)));
  }

  @BeforeAll
  static void vectorModule_isPresent() {
    Assumptions.assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "no Vector API here");
  }

  private static float[] tile(SplittableRandom random, Edges edges) {
    float[] x = new float[Loops.TILE];
    for (int i = 0; i < x.length; i++) {
      boolean edge = edges.values.length > 0 && random.nextInt(edges.rarity) == 0;
      x[i] = edge ? edges.values[random.nextInt(edges.values.length)] : (float) random.nextDouble(-3, 3);
    }
    return x;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void loop_anyLength_hasTheBitsOfPlainJava(String name, Edges edges) {
    Loop loop = LOOPS.get(name);
    SplittableRandom random = new SplittableRandom(7);
    for (int length : LENGTHS) {
      for (int rows = Math.min(64, Loops.TILE / length); rows > 0; rows /= Interpreted.only() ? 8 : 2) {
        float[] x = tile(random, edges);
        float[] c = tile(random, edges);
        float[] plain = tile(random, edges);
        float[] vectors = plain.clone();
        loop.run(Kit.PLAIN, x, c, length, rows, plain);
        loop.run(Kit.VECTOR, x, c, length, rows, vectors);
        for (int i = 0; i < plain.length; i++) {
          same(name + ", " + rows + " rows of " + length + " lanes, [" + i + "]", vectors[i], plain[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void loop_plain_isWhatItsNameSays(String name, Edges edges) {
    SplittableRandom random = new SplittableRandom(8);
    for (int length : LENGTHS) {
      int rows = Math.min(64, Loops.TILE / length);
      float[] x = tile(random, edges);
      float[] c = tile(random, edges);
      float[] y = tile(random, edges);
      float[] before = y.clone();
      LOOPS.get(name).run(Kit.PLAIN, x, c, length, rows, y);
      for (int r = 0; r < rows; r++) {
        String what = name + ", row " + r + " of " + length + " lanes";
        float[] row = Arrays.copyOfRange(x, r * length, (r + 1) * length);
        switch (name) {
          case "sum" -> same(what, y[r], tree(row));
          case "min" -> same(what, y[r], extremum(row, false));
          case "max" -> same(what, y[r], extremum(row, true));
          default -> { }
        }
      }
      for (int i = 0; i < rows * length; i++) {
        String what = name + ", [" + i + "] of rows of " + length;
        float number = c[i / length];
        switch (name) {
          case "add" -> same(what, y[i], i < length ? chain(before[i], x, i, length, rows) : before[i]);
          case "x + c" -> same(what, y[i], x[i] + number);
          case "x - c" -> same(what, y[i], x[i] - number);
          case "x * c", "c * x" -> same(what, y[i], x[i] * number);
          case "x = c" -> same(what, y[i], Math.round(x[i]) == Math.round(number) ? 1.5f : -2);
          case "c - x" -> same(what, y[i], number - x[i]);
          case "c / x" -> same(what, y[i], number / x[i]);
          case "max(x, c)" -> same(what, y[i], Math.max(x[i], number));
          case "min(c, x)" -> same(what, y[i], Math.min(number, x[i]));
          case "x / c" -> same(what, y[i], x[i] / number);
          default -> { }
        }
      }
    }
  }

  private static void same(String what, float actual, float expected) {
    if (Float.floatToIntBits(actual) != Float.floatToIntBits(expected)) {
      throw new AssertionError(what + " is " + actual + ", should be " + expected);
    }
  }

  /** The halving tree over the row, filled up with zeros. */
  private static float tree(float[] row) {
    float[] p = Arrays.copyOf(row, HalvingTree.width(row.length));
    for (int w = p.length / 2; w > 0; w /= 2) {
      for (int i = 0; i < w; i++) {
        p[i] += p[i + w];
      }
    }
    return p[0];
  }

  private static float extremum(float[] row, boolean largest) {
    float best = row[0];
    for (float x : row) {
      best = largest ? Math.max(best, x) : Math.min(best, x);
    }
    return best;
  }

  private static float chain(float start, float[] x, int from, int length, int rows) {
    float sum = start;
    for (int r = 0; r < rows; r++) {
      sum += x[from + r * length];
    }
    return sum;
  }
}
