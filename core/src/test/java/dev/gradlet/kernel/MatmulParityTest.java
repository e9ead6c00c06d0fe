package dev.gradlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.Interpreted;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of either provider: against their definition, and bit for bit against each other, in all layouts. */
@Tag("parity")
class MatmulParityTest {
  private static final int LAYOUTS = 5;

  private static final float[] SPECIAL = {
    0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MIN_VALUE,
    Float.MAX_VALUE, 1e-42f, -1e-30f
  };

  @BeforeAll
  static void vectorModule_isPresent() {
    Assumptions.assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "no Vector API here");
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1", "3,5,7", "8,16,9", "9,17,33", "37,48,64", "64,64,64", "70,10,10", "35,16,300", "33,10,513", "100,1,33",
    "1,100,33", "17,49,257", "4,65,20", "2,1030,3", "66,3,70", "5,40,0",
    "64,192,5", "69,208,300", "71,250,257", "530,196,7", "64,195,0", "67,205,833", "64,530,416", "514,192,512",
    "700,9,400", "2001,10,10", "50,10,515", "29,12,530"
  })
  void chains_ofOrdinaryAndSpecialNumbers_areChainsOfFma(int m, int n, int k) {
    Assumptions.assumeFalse(Interpreted.only() && m * n * k > 500_000, "too much for an interpreter");
    for (int layout = 0; layout < LAYOUTS; layout++) {
      for (boolean special : new boolean[] {false, true}) {
        Product product = new Product(m, n, k, layout, special);
        int[] expected = new int[m * n];
        for (int i = 0; i < m * n; i++) {
          expected[i] = Float.floatToIntBits(product.chain(i / n, i % n));
        }
        for (int gap : new int[] {0, 2}) {
          assertThat(product.chains(gap, new Products() {})).as("plain, layout %d", layout).isEqualTo(expected);
          assertThat(product.chains(gap, new VectorProducts())).as("vector, layout %d", layout).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void chains_ofFewColumnsAndSteps_areChainsOfFma() {
    for (int n = 1; n <= 17; n++) {
      for (int k = 0; k <= 20; k++) {
        int m = 5 + 2 * ((7 * n + 3 * k) % 23);
        chains_ofOrdinaryAndSpecialNumbers_areChainsOfFma(m, n, k);
        chains_ofDoubles_areChainsOfFma(m, n, k);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1", "1,1,256", "2,3,255", "10,10,2000", "16,16,513", "3,1,4300", "1,2,2048", "5,4,0", "16,3,271", "4,15,2063"
  })
  void alongInner_ofOrdinaryAndSpecialNumbers_isAHalvingTreeOfPartialSums(int m, int n, int k) {
    for (int layout = 0; layout < LAYOUTS; layout++) {
      for (boolean special : new boolean[] {false, true}) {
        Product product = new Product(m, n, k, layout, special);
        int[] expected = new int[m * n];
        for (int i = 0; i < m * n; i++) {
          expected[i] = Float.floatToIntBits(product.partials(i / n, i % n));
        }
        assertThat(product.alongInner(new Products() {})).as("plain, layout %d", layout).isEqualTo(expected);
        assertThat(product.alongInner(new VectorProducts())).as("vector, layout %d", layout).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1", "3,5,7", "9,17,33", "70,10,10", "10,70,130", "37,48,64", "100,1,33", "1,100,33", "5,40,0", "66,3,70",
    "64,96,5", "69,101,300", "530,97,7", "64,100,833", "64,1040,257", "514,97,512", "700,7,400", "2001,10,10",
    "50,6,515", "29,8,530"
  })
  void chains_ofDoubles_areChainsOfFma(int m, int n, int k) {
    Assumptions.assumeFalse(Interpreted.only() && m * n * k > 500_000, "too much for an interpreter");
    for (int layout = 0; layout < LAYOUTS; layout++) {
      for (boolean special : new boolean[] {false, true}) {
        Product product = new Product(m, n, k, layout, special);
        double[] expected = new double[m * n];
        for (int i = 0; i < m * n; i++) {
          expected[i] = product.doubleChain(i / n, i % n);
        }
        assertThat(product.doubles(false, new Products() {})).as("plain, layout %d", layout).isEqualTo(expected);
        assertThat(product.doubles(false, new VectorProducts())).as("vector, layout %d", layout).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "10,10,600", "3,2,255", "5,4,0", "16,16,513", "16,3,271"})
  void alongInner_ofDoubles_isAHalvingTreeOfPartialSums(int m, int n, int k) {
    for (int layout = 0; layout < LAYOUTS; layout++) {
      for (boolean special : new boolean[] {false, true}) {
        Product product = new Product(m, n, k, layout, special);
        double[] expected = new double[m * n];
        for (int i = 0; i < m * n; i++) {
          expected[i] = product.doublePartials(i / n, i % n);
        }
        assertThat(product.doubles(true, new Products() {})).as("plain, layout %d", layout).isEqualTo(expected);
        assertThat(product.doubles(true, new VectorProducts())).as("vector, layout %d", layout).isEqualTo(expected);
      }
    }
  }

  /** Operands with room before and after them; the last layout repeats one row of a, and walks b backwards. */
  private static final class Product {
    private static final int OFFSET = 3;

    private final int m;
    private final int n;
    private final int k;
    private final float[] a;
    private final float[] b;
    private final int aRow;
    private final int aCol;
    private final int bOff;
    private final int bRow;
    private final int bCol;

    Product(int m, int n, int k, int layout, boolean special) {
      this.m = m;
      this.n = n;
      this.k = k;
      SplittableRandom random = new SplittableRandom(31L * m + n);
      a = floats(random, m * k + 2 * OFFSET, special);
      b = floats(random, k * n + 2 * OFFSET, special);
      aRow = layout == 4 ? 0 : layout % 2 == 0 ? k : 1;
      aCol = layout == 4 || layout % 2 == 0 ? 1 : m;
      int row = layout < 2 ? n : 1;
      int column = layout < 2 ? 1 : k;
      bRow = layout == 4 ? -row : row;
      bCol = column;
      bOff = layout == 4 ? OFFSET + Math.max(0, k - 1) * row : OFFSET;
    }

    /** @param gap elements between rows of the product */
    int[] chains(int gap, Products kernels) {
      float[] c = new float[m * (n + gap) + 2];
      kernels.chains(m, n, k, a, OFFSET, aRow, aCol, b, bOff, bRow, bCol, c, 1, n + gap);
      return bits(c, n + gap);
    }

    int[] alongInner(Products kernels) {
      float[] c = new float[m * (n + 2) + 2];
      kernels.alongInner(m, n, k, a, OFFSET, aRow, aCol, b, bOff, bRow, bCol, c, 1, n + 2);
      return bits(c, n + 2);
    }

    /** The bits of the product; what lies between its rows has to be untouched. */
    private int[] bits(float[] c, int cRow) {
      int[] bits = new int[m * n];
      for (int i = 0; i < c.length; i++) {
        int row = (i - 1 + cRow) / cRow - 1;
        int column = (i - 1 + cRow) % cRow;
        if (row >= 0 && row < m && column < n) {
          bits[row * n + column] = Float.floatToIntBits(c[i]);
        } else {
          assertThat(c[i]).as("outside the product").isZero();
        }
      }
      return bits;
    }

    float chain(int i, int j) {
      float sum = 0;
      for (int p = 0; p < k; p++) {
        sum = Math.fma(a[OFFSET + i * aRow + p * aCol], b[bOff + p * bRow + j * bCol], sum);
      }
      return sum;
    }

    float partials(int i, int j) {
      float[] sums = new float[FloatProducts.PARTIALS];
      for (int p = 0; p < k; p++) {
        int lane = p % FloatProducts.PARTIALS;
        sums[lane] = Math.fma(a[OFFSET + i * aRow + p * aCol], b[bOff + p * bRow + j * bCol], sums[lane]);
      }
      for (int w = FloatProducts.PARTIALS / 2; w > 0; w /= 2) {
        for (int lane = 0; lane < w; lane++) {
          sums[lane] += sums[lane + w];
        }
      }
      return sums[0];
    }

    double doubleChain(int i, int j) {
      double sum = 0;
      for (int p = 0; p < k; p++) {
        sum = Math.fma((double) a[OFFSET + i * aRow + p * aCol], b[bOff + p * bRow + j * bCol], sum);
      }
      return sum;
    }

    double doublePartials(int i, int j) {
      double[] sums = new double[FloatProducts.PARTIALS];
      for (int p = 0; p < k; p++) {
        int lane = p % FloatProducts.PARTIALS;
        sums[lane] = Math.fma((double) a[OFFSET + i * aRow + p * aCol], b[bOff + p * bRow + j * bCol], sums[lane]);
      }
      for (int w = FloatProducts.PARTIALS / 2; w > 0; w /= 2) {
        for (int lane = 0; lane < w; lane++) {
          sums[lane] += sums[lane + w];
        }
      }
      return sums[0];
    }

    double[] doubles(boolean alongInner, Products kernels) {
      double[] x = widened(a);
      double[] y = widened(b);
      double[] z = new double[m * n];
      if (alongInner) {
        kernels.alongInner(m, n, k, x, OFFSET, aRow, aCol, y, bOff, bRow, bCol, z, 0, n);
      } else {
        kernels.chains(m, n, k, x, OFFSET, aRow, aCol, y, bOff, bRow, bCol, z, 0, n);
      }
      return z;
    }

    private static double[] widened(float[] x) {
      double[] y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        y[i] = x[i];
      }
      return y;
    }

    private static float[] floats(SplittableRandom random, int n, boolean special) {
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] =
            special && random.nextInt(20) == 0
                ? SPECIAL[random.nextInt(SPECIAL.length)]
                : (float) random.nextDouble(-1, 1) * (special && i % 3 == 0 ? 1e-38f : 1);
      }
      return values;
    }
  }
}
