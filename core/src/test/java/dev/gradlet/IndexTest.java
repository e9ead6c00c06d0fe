package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which elements indices and ranges name. */
class IndexTest {
  private static final int MANY = Integer.MAX_VALUE;
  private static final int LOW = Integer.MIN_VALUE;

  static Stream<Arguments> ranges() {
    return Stream.of(
        Arguments.of(Index.range(0, 10, MANY), new int[] {0}),
        Arguments.of(Index.range(3, 10, MANY), new int[] {3}),
        Arguments.of(Index.range(9, MANY, MANY), new int[] {9}),
        Arguments.of(Index.range(0, 10, MANY - 8), new int[] {0}),
        Arguments.of(Index.range(0, 10, 9), new int[] {0, 9}),
        Arguments.of(Index.range(0, 10, 10), new int[] {0}),
        Arguments.of(Index.range(LOW, MANY, 5), new int[] {0, 5}),
        Arguments.of(Index.range(LOW, LOW), new int[] {}),
        Arguments.of(Index.range(MANY, LOW, MANY), new int[] {}),
        Arguments.of(Index.range(-2, MANY), new int[] {8, 9}),
        Arguments.of(Index.range(5, 5, 3), new int[] {}),
        Arguments.of(Index.range(7, 2), new int[] {}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ranges")
  void index_range_namesTheElementsThatPythonNames(Index range, int[] expected) {
    Tensor x = Tensor.arange(10);
    Tensor rows = x.unsqueeze(1).mul(10).add(x);

    assertThat(x.index(range).toIntArray()).containsExactly(expected);
    assertThat(x.add(0).index(range).add(1).sub(1).toIntArray()).containsExactly(expected);
    assertThat(rows.index(Index.at(0), range).toIntArray()).containsExactly(expected);
    assertThat(rows.index(range, Index.at(-1)).add(-9).toDoubleArray())
        .containsExactly(Arrays.stream(expected).mapToDouble(i -> 10 * i).toArray());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ranges")
  void backward_range_isOneWhereItNames(Index range, int[] expected) {
    Tensor x = Tensor.zeros(10).requireGrad();

    x.index(range).sum().backward();

    assertThat(x.grad().toFloatArray()).isEqualTo(
        Tensor.zeros(10).scatterAdd(0, Tensor.of(expected), Tensor.ones(expected.length)).toFloatArray());
  }

  /** Views of labels that show 0, 2 and 1, while others, which they do not show, are out of range. */
  static Stream<Arguments> views() {
    Tensor labels = Tensor.of(0, 2, 1, 99, -1, 99);
    Tensor table = Tensor.of(new int[][] {{99, 0, 0}, {-7, 2, 2}, {99, 1, 1}});
    return Stream.of(
        Arguments.of("narrow", labels.narrow(0, 0, 3)),
        Arguments.of("stepped", Tensor.of(0, 99, 2, 99, 1).index(Index.range(0, 5, 2))),
        Arguments.of("column", table.select(1, 1)),
        Arguments.of("row of the transpose", table.transpose().select(0, 2)),
        Arguments.of("expanded", table.index(Index.all(), Index.range(1, 2)).expand(3, 4).select(1, 3)),
        Arguments.of("reshaped", Tensor.of(new int[][] {{9, 0}, {9, 2}, {9, 1}}).narrow(1, 1, 1).reshape(3)),
        Arguments.of("computed", labels.add(0).narrow(0, 0, 3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("views")
  void check_viewOfIndices_seesWhatTheViewShows(String name, Tensor index) {
    Tensor x = Tensor.of(10f, 20f, 30f);

    assertThat(x.gather(0, index).toFloatArray()).containsExactly(10, 30, 20);
    assertThat(x.indexSelect(0, index).toFloatArray()).containsExactly(10, 30, 20);
    assertThat(x.scatterAdd(0, index, Tensor.of(1f, 2f, 3f)).toFloatArray()).containsExactly(11, 23, 32);
    assertThat(index.oneHot(3).argMax(1).toIntArray()).containsExactly(0, 2, 1);
    assertThat(index.narrow(0, 0, 0).oneHot(3).shape()).isEqualTo(Shape.of(0, 3));
    assertThat(x.gather(0, index.narrow(0, 1, 0)).shape()).isEqualTo(Shape.of(0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("views")
  void check_viewOfIndices_refusesWhatTheViewShows(String name, Tensor index) {
    assertThatThrownBy(() -> Tensor.of(1f, 2f).gather(0, index)).isExactlyInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("gather: index 2 must be between 0 and 1");
    assertThatThrownBy(() -> index.sub(3).oneHot(Integer.MAX_VALUE)).hasMessageStartingWith("oneHot: index -3 must");
    assertThatThrownBy(() -> index.oneHot(1)).hasMessage("oneHot: index 2 must be between 0 and 0");
    assertThatThrownBy(() -> Tensor.zeros(0).indexSelect(0, index.narrow(0, 1, 1)))
        .hasMessage("indexSelect: index 2 of an axis without elements");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 39, 40, 41, 1500})
  void gather_manyOfFewRows_readsEachWhereItIs(int n) {
    Tensor table = Tensor.arange(21).to(DType.FLOAT32).reshape(7, 3).evaluate().narrow(0, 2, 5);
    int[] rows = IntStream.range(0, n).map(i -> (7 * i + i / 11) % 5).toArray();
    Tensor index = Tensor.of(rows).unsqueeze(1).expand(n, 3);

    for (Tensor few : List.of(table, Tensor.arange(21).to(DType.FLOAT32).reshape(3, 7).transpose().narrow(0, 2, 5))) {
      float[] values = few.toFloatArray();
      float[] gathered = few.gather(0, index).mul(2).toFloatArray();
      for (int i = 0; i < 3 * n; i++) {
        assertThat(gathered[i]).as("[%d]", i).isEqualTo(2 * values[3 * rows[i / 3] + i % 3]);
      }
    }
  }
}
