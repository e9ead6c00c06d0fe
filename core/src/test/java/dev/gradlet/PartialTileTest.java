package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Reductions along lanes that fill a part of a tile, when earlier loops have left other numbers in the registers. */
class PartialTileTest {
  private static final int MOST = 2100;
  /** Up to here every length; then so many apart that each remainder of lanes and unrolled vectors comes. */
  private static final int SHORT = 150;
  private static final int APART = 5;

  /** Large numbers of both signs in every lane of many registers. */
  private static void leaveNumbersBehind() {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Tensor x = Tensor.rand(dtype, new Generator(1), 3, 1024).sub(0.5).mul(1e6);
      x.mul(x.add(1)).sub(x.exp()).abs().sqrt().sum(1).evaluate();
      x.min().evaluate();
      x.max().evaluate();
    }
  }

  @Test
  void sum_anyLength_countsItsOnesOnly() {
    for (int n = 1; n <= MOST; n += n < SHORT ? 1 : APART) {
      leaveNumbersBehind();
      Tensor ones = Tensor.arange(n).mul(0).add(1);
      assertThat(ones.to(DType.FLOAT32).evaluate().sum().item()).as("floats, n = %d", n).isEqualTo(n);
      assertThat(ones.to(DType.FLOAT64).evaluate().sum().item()).as("doubles, n = %d", n).isEqualTo(n);
    }
  }

  @Test
  void extrema_anyLength_seeTheirLanesOnly() {
    for (int n = 1; n <= MOST; n += 7) {
      leaveNumbersBehind();
      Tensor x = Tensor.arange(n).to(DType.FLOAT32).add(2).evaluate();
      assertThat(x.min().item()).as("min, n = %d", n).isEqualTo(2);
      assertThat(x.max().item()).as("max, n = %d", n).isEqualTo(n + 1);
      assertThat(x.argMax().item()).as("argMax, n = %d", n).isEqualTo(n - 1);
      assertThat(x.neg().argMax().item()).as("argMax of negatives, n = %d", n).isZero();
    }
  }
}
