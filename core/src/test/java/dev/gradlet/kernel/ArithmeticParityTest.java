package dev.gradlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.gradlet.DType;
import dev.gradlet.kernel.BinaryKernel.Number;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arithmetic of tiles, tiles and numbers, and sums: the Vector API provider against the plain one, bit for bit. */
@Tag("parity")
class ArithmeticParityTest {
  private static final int PAIRS = 256;

  private static final Map<String, Loops.Unary<float[]>> UNARY = Map.of(
      "neg", (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = -x[i]; },
      "abs", (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.abs(x[i]); },
      "sign", (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.signum(x[i]); },
      "square", (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = x[i] * x[i]; },
      "sqrt", (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = (float) Math.sqrt(x[i]); },
      "root", (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = (float) Math.sqrt(x[i]); },
      "rsqrt", (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = 1 / (float) Math.sqrt(x[i]); },
      "reciprocal", (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = 1 / x[i]; },
      "relu", (x, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(x[i], 0f); });

  private static final Map<String, Loops.Binary<float[]>> BINARY = Map.of(
      "add", (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] + b[i]; },
      "sub", (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] - b[i]; },
      "mul", (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] * b[i]; },
      "div", (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = a[i] / b[i]; },
      "maximum", (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.max(a[i], b[i]); },
      "minimum", (a, b, y, n) -> { for (int i = 0; i < n; i++) y[i] = Math.min(a[i], b[i]); });

  private static final List<BinaryKernel> WITH_NUMBER = List.of(
      Arithmetic.ADD, Arithmetic.SUB, Arithmetic.MUL, Arithmetic.DIV, Arithmetic.MAXIMUM, Arithmetic.MINIMUM);

  /** What a provider makes of a tile y, which two others may be added to; b may be used as a number, its first. */
  private interface Sum {
    void run(Kit kernels, float[] y, float[] a, float[] b, int n);
  }

  private static final Map<String, Sum> SUMS = Map.of(
      "add product", (kernels, y, a, b, n) -> kernels.sums.addProduct(false, y, a, b, false, n),
      "add product with number", (kernels, y, a, b, n) -> kernels.sums.addProduct(false, y, a, b, true, n),
      "subtract product", (kernels, y, a, b, n) -> kernels.sums.addProduct(true, y, a, b, false, n),
      "subtract product with number", (kernels, y, a, b, n) -> kernels.sums.addProduct(true, y, a, b, true, n),
      "add square", (kernels, y, a, b, n) -> kernels.sums.addSquare(y, a, b, false, n),
      "add square with number", (kernels, y, a, b, n) -> kernels.sums.addSquare(y, a, b, true, n));

  @BeforeAll
  static void vectorModule_isPresent() {
    Assumptions.assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "no Vector API here");
  }

  /** Every loop by name, so that each is a case of its own, as a sum whose first tile is the result. */
  private static Map<String, Sum> loops() {
    Map<String, Sum> loops = new HashMap<>(SUMS);
    UNARY.forEach((op, plain) ->
        loops.put(op, (kernels, y, a, b, n) -> apply(kernels.unary(op), plain, a, y, n)));
    BINARY.forEach((op, plain) ->
        loops.put(op, (kernels, y, a, b, n) -> apply(kernels.binary(op), plain, a, b, y, n)));
    for (BinaryKernel op : WITH_NUMBER) {
      for (Number number : new Number[] {Number.FIRST, Number.SECOND}) {
        loops.put(op.label() + " number " + number, (kernels, y, a, b, n) ->
            apply(kernels.number(op.label(), number == Number.FIRST),
                (x, c, result, lanes) -> op.apply(number, DType.FLOAT32, x, c, result, lanes), a, b, y, n));
      }
    }
    for (boolean nan : new boolean[] {false, true}) {
      loops.put("keep above" + (nan ? " and NaN" : ""),
          (kernels, y, a, b, n) -> kernels.selections.keepAbove(a, b[0], nan, b, b[1], y, n));
    }
    return loops;
  }

  private static void apply(Windows.Unary windows, Loops.Unary<float[]> tiles, float[] x, float[] y, int n) {
    if (windows == null) {
      tiles.apply(x, y, n);
    } else {
      windows.apply(x, 0, y, 0, n);
    }
  }

  private static void apply(
      Windows.Binary windows, Loops.Binary<float[]> tiles, float[] a, float[] b, float[] y, int n) {
    if (windows == null) {
      tiles.apply(a, b, y, n);
    } else {
      windows.apply(a, 0, b, 0, y, 0, n);
    }
  }

  private static List<String> names() {
    return new ArrayList<>(loops().keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void loop_everyPairOfSpecialFloats_hasTheSameBitsInBothProviders(String name) {
    for (int round = 0; round < PAIRS / 8; round++) {
      Tile tile = new Tile(round);
      assertThat(bits(loops().get(name), Kit.VECTOR, tile, tile.y.clone()))
          .as("%s, first number %s", name, tile.b[0])
          .isEqualTo(bits(loops().get(name), Kit.PLAIN, tile, tile.y.clone()));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void loop_resultIsAnOperand_hasTheSameBits(String name) {
    Tile tile = new Tile(1);
    Tile other = new Tile(1);
    assertThat(bits(loops().get(name), Kit.VECTOR, tile, tile.a))
        .isEqualTo(bits(loops().get(name), Kit.PLAIN, other, other.a));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pow", "exp"})
  void windows_operationWithoutThem_hasNone(String op) {
    assertThat(VectorArithmetic.BINARY.get(op)).isNull();
  }

  /** 128 elements of longer arrays: the same bits as from index 0, and no other element is written. */
  @Test
  void windows_anywhere_areReadAndWrittenThere() {
    Kit kernels = Kit.VECTOR;
    Tile tile = new Tile(0);
    UNARY.keySet().forEach(op -> assertWindow(op, tile,
        (a, aAt, b, bAt, y, yAt) -> kernels.unary(op).apply(a, aAt, y, yAt, 128)));
    BINARY.keySet().forEach(op -> {
      assertWindow(op, tile, (a, aAt, b, bAt, y, yAt) -> kernels.binary(op).apply(a, aAt, b, bAt, y, yAt, 128));
      assertWindow(op + " number", tile,
          (a, aAt, b, bAt, y, yAt) -> kernels.number(op, false).apply(a, aAt, b, bAt, y, yAt, 128));
      assertWindow(op + " number first", tile,
          (a, aAt, b, bAt, y, yAt) -> kernels.number(op, true).apply(a, aAt, b, bAt, y, yAt, 128));
    });
  }

  private interface Window {
    void run(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt);
  }

  private static void assertWindow(String name, Tile tile, Window window) {
    float[] atZero = new float[128];
    window.run(Arrays.copyOfRange(tile.a, 5, 133), 0, Arrays.copyOfRange(tile.b, 70, 198), 0, atZero, 0);
    float[] expected = tile.y.clone();
    System.arraycopy(atZero, 0, expected, 33, 128);
    float[] y = tile.y.clone();
    window.run(tile.a, 5, tile.b, 70, y, 33);
    assertThat(y).as(name).isEqualTo(expected);
  }

  /** A vector passed out of compiled code becomes an object, which costs more than it saves. */
  @Test
  void loops_onceCompiled_allocateNothing() {
    String mode = System.getProperty("java.vm.info");
    Assumptions.assumeTrue(mode.startsWith("mixed mode") && !mode.contains("emulated"), "no second compiler: " + mode);
    Sum[] loops = loops().values().toArray(new Sum[0]);
    Kit kernels = Kit.VECTOR;
    Tile tile = new Tile(31);
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 400 && least >= 100 * loops.length; round++) {
      long before = memory.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < 100; i++) {
        for (Sum loop : loops) {
          loop.run(kernels, tile.y, tile.a, tile.b, tile.n);
        }
      }
      least = Math.min(least, memory.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
    }
    assertThat(least).isLessThan(100 * loops.length);
  }

  private static int[] bits(Sum loop, Kit kernels, Tile tile, float[] y) {
    loop.run(kernels, y, tile.a, tile.b, tile.n);
    int[] bits = new int[y.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(y[i]);
    }
    return bits;
  }

  /** In 256 lanes from a place on that depends on the round every pair of special values, elsewhere any floats. */
  private static final class Tile {
    private static final float[] VALUES = {
      0f, -0f, 1f, -1f, 3f, -7f, Float.NaN, Float.intBitsToFloat(0xffc12345), Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE,
      Float.MIN_NORMAL, 1e-42f
    };

    private final int n;
    private final float[] a = new float[Loops.TILE];
    private final float[] b = new float[Loops.TILE];
    private final float[] y = new float[Loops.TILE];

    Tile(int round) {
      n = round % 2 == 0 ? PAIRS : 64 * (1 + round / 2);
      SplittableRandom random = new SplittableRandom(round);
      for (int i = 0; i < Loops.TILE; i++) {
        int pair = i + round;
        a[i] = i < PAIRS ? VALUES[pair / 16 % 16] : Float.intBitsToFloat(random.nextInt());
        b[i] = i < PAIRS ? VALUES[pair % 16] : (float) random.nextDouble(-3, 3);
        y[i] = i % 3 == 0 ? VALUES[random.nextInt(16)] : (float) random.nextDouble(-3, 3);
      }
    }
  }
}
