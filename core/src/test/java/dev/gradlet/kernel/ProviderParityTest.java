package dev.gradlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The float32 functions against double, and the Vector API provider against the plain one, bit for bit. */
@Tag("parity")
class ProviderParityTest {
  private static final Map<String, Loops.Unary<float[]>> PLAIN =
      Map.of(
          "exp", FloatFunctions::exp, "expm1", FloatFunctions::expm1, "log", FloatFunctions::log,
          "log1p", FloatFunctions::log1p, "sin", FloatFunctions::sin, "cos", FloatFunctions::cos,
          "tanh", FloatFunctions::tanh, "sigmoid", FloatFunctions::sigmoid, "softplus", FloatFunctions::softplus,
          "erf", FloatFunctions::erf);

  @BeforeAll
  static void vectorModule_isPresent() {
    Assumptions.assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "no Vector API here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exp", "expm1", "log", "log1p", "sin", "cos", "tanh", "sigmoid", "softplus", "erf"})
  void unary_everyKindOfFloat_hasTheSameBitsInBothProviders(String op) {
    Windows.Unary vector = VectorArithmetic.unary(op);
    float[] x = new float[Loops.TILE];
    float[] plain = new float[Loops.TILE];
    float[] window = new float[2 * Loops.TILE];
    float[] vectors = new float[2 * Loops.TILE];
    SplittableRandom random = new SplittableRandom(11);
    for (int tile = 0; tile < 64; tile++) {
      for (int i = 0; i < x.length; i++) {
        x[i] = tile % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextDouble(-20, 20);
      }
      float[] special = {
        0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -1f, 1f
      };
      System.arraycopy(special, 0, x, tile * 8, special.length);
      int n = 64 * (1 + tile % 16);
      PLAIN.get(op).apply(x, plain, n);
      System.arraycopy(x, 0, window, 3 * tile, n);
      vector.apply(window, 3 * tile, vectors, 5 * tile, n);
      for (int i = 0; i < n; i++) {
        assertThat(Float.floatToIntBits(vectors[5 * tile + i])).as("%s(%s)", op, x[i])
            .isEqualTo(Float.floatToIntBits(plain[i]));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1", "3,5,7", "17,33,64", "64,64,64", "100,10,30", "10,70,130", "2,300,5", "130,1,65", "1,130,9", "40,49,0"
  })
  void matmul_anyStrides_isOneChainOfFmaInBothProviders(int m, int n, int k) {
    SplittableRandom random = new SplittableRandom(m * 31L + n);
    float[] a = floats(random, m * k + 3);
    float[] b = floats(random, k * n + 3);
    for (int layout = 0; layout < 4; layout++) {
      int aRow = layout % 2 == 0 ? k : 1;
      int aCol = layout % 2 == 0 ? 1 : m;
      int bRow = layout < 2 ? n : 1;
      int bCol = layout < 2 ? 1 : k;
      float[] plain = new float[m * n];
      float[] vectors = new float[m * n];
      new Products() {}.chains(m, n, k, a, 3, aRow, aCol, b, 2, bRow, bCol, plain, 0, n);
      new VectorProducts().chains(m, n, k, a, 3, aRow, aCol, b, 2, bRow, bCol, vectors, 0, n);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          float chain = 0;
          for (int p = 0; p < k; p++) {
            chain = Math.fma(a[3 + i * aRow + p * aCol], b[2 + p * bRow + j * bCol], chain);
          }
          assertThat(plain[i * n + j]).as("plain, layout %d, [%d, %d]", layout, i, j).isEqualTo(chain);
          assertThat(vectors[i * n + j]).as("vector, layout %d, [%d, %d]", layout, i, j).isEqualTo(chain);
        }
      }
    }
  }

  private static float[] floats(SplittableRandom random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
