package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Java arrays to tensors and back. */
class CreationTest {

  @Test
  void of_vectors_comeBackUnchanged() {
    assertThat(Tensor.of(1f, Float.MIN_VALUE, -0f).toFloatArray()).containsExactly(1f, Float.MIN_VALUE, -0f);
    assertThat(Tensor.of(1.0, Double.MIN_VALUE).toDoubleArray()).containsExactly(1, Double.MIN_VALUE);
    assertThat(Tensor.of(Integer.MIN_VALUE, Integer.MAX_VALUE).toIntArray())
        .containsExactly(Integer.MIN_VALUE, Integer.MAX_VALUE);
    assertThat(Tensor.of(true, false).toBooleanArray()).containsExactly(true, false);
    assertThat(Tensor.of(new float[0]).shape()).isEqualTo(Shape.of(0));
  }

  @Test
  void of_matrices_comeBackUnchanged() {
    float[][] floats = {{1, 2, 3}, {4, 5, 6}};
    double[][] doubles = {{0.1}, {0.2}};
    int[][] ints = {{16_777_217, 2}, {3, 4}};

    assertThat(Tensor.of(floats).toFloatMatrix()).isDeepEqualTo(floats);
    assertThat(Tensor.of(doubles).toDoubleMatrix()).isDeepEqualTo(doubles);
    assertThat(Tensor.of(ints).toIntMatrix()).isDeepEqualTo(ints);
    assertThat(Tensor.of(floats).transpose().toFloatMatrix()).isDeepEqualTo(new float[][] {{1, 4}, {2, 5}, {3, 6}});
    assertThat(Tensor.of(ints).toDoubleMatrix()).isDeepEqualTo(new double[][] {{16_777_217, 2}, {3, 4}});
    assertThat(Tensor.of(new boolean[][] {{true}, {false}}).toDoubleMatrix()).isDeepEqualTo(new double[][] {{1}, {0}});
  }

  @Test
  void of_blocks_areRowMajor() {
    assertThat(Tensor.of(new float[][][] {{{1, 2}}, {{3, 4}}}).shape()).isEqualTo(Shape.of(2, 1, 2));
    assertThat(Tensor.of(new double[][][] {{{1}, {2}}, {{3}, {4}}}).toDoubleArray()).containsExactly(1, 2, 3, 4);
    assertThat(Tensor.of(new int[][][] {{{1, 2}, {3, 4}}}).toIntArray()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void of_array_isCopiedBothWays() {
    float[] values = {1, 2};
    Tensor x = Tensor.of(values);
    values[0] = 9;
    x.toFloatArray()[1] = 9;
    float[][] rows = {{1, 2}};
    Tensor y = Tensor.of(rows);
    rows[0][0] = 9;
    y.toFloatMatrix()[0][1] = 9;

    assertThat(x.toFloatArray()).containsExactly(1, 2);
    assertThat(y.toFloatArray()).containsExactly(1, 2);
  }

  @Test
  void full_anyShape_isStoredOnce() {
    Tensor x = Tensor.full(2.5, 1000, 1000, 1000, 1000);

    assertThat(x.elements()).isEqualTo(1_000_000_000_000L);
    assertThat((float[]) x.node().data().array).hasSize(1);
    assertThat(x.select(0, 3).select(0, 2).narrow(0, 0, 2).narrow(1, 0, 2).toFloatArray()).containsOnly(2.5f);
  }

  @Test
  void arange_steps_stopBeforeTheEnd() {
    assertThat(Tensor.arange(3).toIntArray()).containsExactly(0, 1, 2);
    assertThat(Tensor.arange(1, 2, 0.25).toFloatArray()).containsExactly(1, 1.25f, 1.5f, 1.75f);
    assertThat(Tensor.arange(3, 0, -1, DType.INT32).toIntArray()).containsExactly(3, 2, 1);
    assertThat(Tensor.arange(0, 0, 1).elements()).isZero();
    assertThat(Tensor.arange(0).elements()).isZero();
  }

  @Test
  void linspace_count_includesBothEnds() {
    assertThat(Tensor.linspace(0, 1, 5).toFloatArray()).containsExactly(0, 0.25f, 0.5f, 0.75f, 1);
    assertThat(Tensor.linspace(0.1, 0.7, 4, DType.FLOAT64).toDoubleArray()).startsWith(0.1).endsWith(0.7);
    assertThat(Tensor.linspace(3, 9, 1).toFloatArray()).containsExactly(3);
    assertThat(Tensor.linspace(3, 9, 0).elements()).isZero();
  }

  @Test
  void eye_size_isTheIdentity() {
    assertThat(Tensor.eye(3).toFloatArray()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
    assertThat(Tensor.eye(2, DType.INT32).toIntArray()).containsExactly(1, 0, 0, 1);
    assertThat(Tensor.eye(0).shape()).isEqualTo(Shape.of(0, 0));
  }

  @Test
  void oneHot_indices_marksThem() {
    assertThat(Tensor.of(2, 0).oneHot(3).toFloatArray()).containsExactly(0, 0, 1, 1, 0, 0);
    assertThat(Tensor.of(new int[][] {{1}}).oneHot(2).shape()).isEqualTo(Shape.of(1, 1, 2));
  }

  @Test
  void item_anyDtype_givesTheElement() {
    assertThat(Tensor.scalar(0.1).item()).isEqualTo(0.1);
    assertThat(Tensor.of(7).item()).isEqualTo(7);
    assertThat(Tensor.of(new float[][] {{3}}).item()).isEqualTo(3);
    assertThat(Tensor.of(true).all().item()).isEqualTo(1);
  }

  @Test
  void to_otherDtype_convertsTheValues() {
    Tensor x = Tensor.of(-1.9, 0, 0.1, 2.9);

    assertThat(x.to(DType.INT32).toIntArray()).containsExactly(-1, 0, 0, 2);
    assertThat(x.to(DType.BOOL).toBooleanArray()).containsExactly(true, false, true, true);
    assertThat(x.to(DType.FLOAT32).toFloatArray()).containsExactly(-1.9f, 0, 0.1f, 2.9f);
    assertThat(Tensor.of(true, false).to(DType.FLOAT64).toDoubleArray()).containsExactly(1, 0);
    assertThat(Tensor.of(16_777_217).to(DType.FLOAT64).item()).isEqualTo(16_777_217);
    assertThat(x.to(DType.FLOAT64)).isSameAs(x);
  }

  @Test
  void equals_sameValues_isIdentity() {
    Tensor x = Tensor.of(1f);
    assertThat(x).isEqualTo(x).isNotEqualTo(Tensor.of(1f));
  }

  @Test
  void index_brackets_chooseAsInNumPy() {
    Tensor x = Tensor.arange(24).reshape(2, 3, 4);

    assertThat(x.index(Index.at(-1), Index.at(0), Index.range(1, 3)).toIntArray()).containsExactly(13, 14);
    assertThat(x.index(Index.ellipsis(), Index.at(-1)).toIntArray()).containsExactly(3, 7, 11, 15, 19, 23);
    assertThat(x.index(Index.newAxis(), Index.ellipsis(), Index.newAxis()).shape()).isEqualTo(Shape.of(1, 2, 3, 4, 1));
    assertThat(x.index(Index.all(), Index.range(-2, 100, 1)).shape()).isEqualTo(Shape.of(2, 2, 4));
    assertThat(x.index(Index.all(), Index.all(), Index.range(0, 4, 3)).shape()).isEqualTo(Shape.of(2, 3, 2));
    assertThat(x.index(Index.all(), Index.range(2, 1)).elements()).isZero();
    assertThat(x.index()).isSameAs(x);
  }

  @Test
  void split_uneven_leavesTheRest() {
    assertThat(Tensor.arange(7).split(0, 3)).extracting(Tensor::toIntArray)
        .containsExactly(new int[] {0, 1, 2}, new int[] {3, 4, 5}, new int[] {6});
  }

  @Test
  void repeat_axes_repeatsTheWhole() {
    assertThat(Tensor.of(1, 2).repeat(3).toIntArray()).containsExactly(1, 2, 1, 2, 1, 2);
    assertThat(Tensor.of(1, 2).repeat(2, 2).toIntArray()).containsExactly(1, 2, 1, 2, 1, 2, 1, 2);
    assertThat(Tensor.of(1, 2).repeat(0).elements()).isZero();
  }
}
