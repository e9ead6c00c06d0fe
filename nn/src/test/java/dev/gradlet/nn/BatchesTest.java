package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static final Tensor ROWS = Tensor.arange(20).reshape(10, 2);

  private static List<Integer> all(Iterable<Tensor> batches) {
    List<Integer> values = new ArrayList<>();
    batches.forEach(b -> {
      for (int value : b.toIntArray()) {
        values.add(value);
      }
    });
    return values;
  }

  @Test
  void iteration_rowsThatTheSizeDoesNotDivide_endsWithASmallerBatch() {
    Batches<Tensor> batches = Batches.of(ROWS, 4);

    assertThat(batches).map(Tensor::shape).containsExactly(Shape.of(4, 2), Shape.of(4, 2), Shape.of(2, 2));
    assertThat(batches.count()).isEqualTo(3);
    assertThat(all(batches)).containsExactlyElementsOf(all(List.of(ROWS)));
  }

  @Test
  void iteration_sizeAboveTheRows_isOneBatch() {
    assertThat(Batches.of(ROWS, Integer.MAX_VALUE)).singleElement().satisfies(b -> assertThat(b.size(0)).isEqualTo(10));
  }

  @Test
  void shuffled_iteratedTwice_visitsEveryRowInTwoOrders() {
    Batches<Tensor> batches = Batches.of(ROWS, 4).shuffled(new Generator(1));

    List<Integer> first = all(batches);
    List<Integer> second = all(batches);

    assertThat(first).containsExactlyInAnyOrderElementsOf(all(List.of(ROWS)));
    assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
    for (int i = 0; i < first.size(); i += 2) {
      assertThat(first.get(i + 1)).as("rows stay whole").isEqualTo(first.get(i) + 1);
    }
  }

  @Test
  void shuffled_sameSeed_givesTheSameOrder() {
    assertThat(all(Batches.of(ROWS, 4).shuffled(new Generator(9))))
        .isEqualTo(all(Batches.of(ROWS, 4).shuffled(new Generator(9))))
        .isNotEqualTo(all(Batches.of(ROWS, 4).shuffled(new Generator(10))));
  }

  @Test
  void pairs_shuffled_keepInputsWithTheirTargets() {
    Tensor targets = Tensor.arange(10).mul(2);

    int rows = 0;
    for (var batch : Batches.of(ROWS, targets, 3).shuffled(new Generator(2))) {
      assertThat(batch.inputs().select(1, 0).toIntArray()).isEqualTo(batch.targets().toIntArray());
      rows += batch.targets().size(0);
    }
    assertThat(rows).isEqualTo(10);
  }

  @Test
  void tensors_anyNumberOfThem_staySideBySide() {
    List<Tensor> data = List.of(ROWS, Tensor.arange(10).mul(2), Tensor.arange(10).mul(2).add(1));

    int batches = 0;
    for (var batch : Batches.of(data, 4).shuffled(new Generator(2))) {
      assertThat(batch).hasSize(3);
      assertThat(batch.get(0).select(1, 0).toIntArray()).isEqualTo(batch.get(1).toIntArray());
      assertThat(batch.get(0).select(1, 1).toIntArray()).isEqualTo(batch.get(2).toIntArray());
      batches++;
    }
    assertThat(batches).isEqualTo(3);
  }

  @Test
  void dropLast_smallerBatch_isLeftOut() {
    assertThat(Batches.of(ROWS, 4).dropLast()).map(Tensor::shape).containsExactly(Shape.of(4, 2), Shape.of(4, 2));
    assertThat(Batches.of(ROWS, 5).dropLast()).hasSize(2);
    assertThat(Batches.of(ROWS, 11).dropLast()).isEmpty();
    assertThat(Batches.of(ROWS, 4).shuffled(new Generator(1)).dropLast().count()).isEqualTo(2);
    assertThat(Batches.of(ROWS, 4).dropLast().shuffled(new Generator(1)).count()).isEqualTo(2);
  }

  @Test
  void badInput_isRefusedWithASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batches.of(ROWS, 0))
        .withMessage("Batches: size 0 must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batches.of(Tensor.scalar(1f), 2))
        .withMessage("Batches: data [] must have rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batches.of(Tensor.zeros(0, 3), 2))
        .withMessage("Batches: data [0, 3] must have rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batches.of(ROWS, Tensor.zeros(DType.INT32, 9), 2))
        .withMessage("Batches: inputs [10, 2] and targets [9] must have the same number of rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batches.of(List.of(), 2))
        .withMessage("Batches: there must be a tensor or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batches.of(List.of(ROWS, ROWS, Tensor.zeros(9)), 2))
        .withMessage("Batches: tensors 0 [10, 2] and 2 [9] must have the same number of rows");
    assertThatNullPointerException()
        .isThrownBy(() -> Batches.of(ROWS, null, 2))
        .withMessage("Batches: targets is null");
    assertThatNullPointerException()
        .isThrownBy(() -> Batches.of(ROWS, 2).shuffled(null))
        .withMessage("Batches: random is null");
  }
}
