package dev.gradlet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is run to have loops compiled: an error there is only logged, and plain Java goes on for ever. */
class TryOutTest {
  @BeforeAll
  static void needVectors() {
    Assumptions.assumeTrue(Kernels.mayUseVectors(), "no Vector API here");
  }

  @ParameterizedTest
  @EnumSource
  void tryOut_sums_isTheSameInVectors(Sums.Loop loop) {
    assertSame(loop, Kernels::tryOut, new Sums() {}, new VectorSums());
  }

  @ParameterizedTest
  @EnumSource
  void tryOut_reductions_isTheSameInVectors(Reductions.Loop loop) {
    assertSame(loop, Kernels::tryOut, new Reductions() {}, new VectorReductions());
  }

  @ParameterizedTest
  @EnumSource
  void tryOut_selections_isTheSameInVectors(Selections.Loop loop) {
    assertSame(loop, Kernels::tryOut, new Selections() {}, new VectorSelections());
  }

  @ParameterizedTest
  @EnumSource
  void tryOut_products_isTheSameInVectors(Products.Loop loop) {
    assertSame(loop, Kernels::tryOutFloats, new Products() {}, new VectorProducts());
    assertSame(loop, Kernels::tryOutDoubles, new Products() {}, new VectorProducts());
  }

  private static <L, T> void assertSame(L loop, BiConsumer<L, T> trial, T plain, T vectors) {
    trial.accept(loop, plain);
    float[] floats = Warmup.Y.clone();
    double[] doubles = Warmup.MORE_DOUBLES.clone();
    int[] ints = Warmup.INTS.clone();
    clear();
    trial.accept(loop, vectors);

    assertThat(Warmup.Y).isEqualTo(floats);
    assertThat(Warmup.MORE_DOUBLES).isEqualTo(doubles);
    assertThat(Warmup.INTS).isEqualTo(ints);
    clear();
  }

  private static void clear() {
    Arrays.fill(Warmup.Y, 0);
    Arrays.fill(Warmup.MORE_DOUBLES, 0);
    Arrays.fill(Warmup.INTS, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "10,10,2000,1,ALONG_INNER", "16,16,256,1,ALONG_INNER",
    "64,64,64,64,SMALL", "32,64,32,32,SMALL", "4,17,1,1,SMALL", "256,64,128,128,SMALL", "64,191,64,64,SMALL",
    "64,192,64,64,LARGE", "512,512,512,1,LARGE",
    "3,17,64,64,FEW_ROWS", "256,1,64,64,FEW_ROWS", "256,1,64,1,FEW_ROWS",
    "2000,10,10,10,NARROW", "10,10,10,10,NARROW", "500,10,256,256,NARROW", "500,10,256,1,SMALL"})
  void of_product_isWhatItIsMadeOf(int m, int n, int k, int aRow, Products.Loop loop) {
    assertThat(Products.Loop.of(m, n, k, aRow)).isEqualTo(loop);
  }
}
