package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
  /** 50 rows of label 0, 30 of 1, 15 of 2, 5 of 3. */
  private static final Tensor LABELS = Tensor.of(IntStream.range(0, 100)
      .map(i -> i < 50 ? 0 : i < 80 ? 1 : i < 95 ? 2 : 3)
      .toArray());

  private static long count(Tensor labels, int label) {
    return Arrays.stream(labels.toIntArray()).filter(i -> i == label).count();
  }

  @Test
  void of_rows_areInOnePartOrTheOther() {
    Split split = Split.of(10, 0.25, new Generator(1));

    assertThat(split.validationRows().toIntArray()).hasSize(2);
    assertThat(IntStream.concat(
        Arrays.stream(split.trainingRows().toIntArray()), Arrays.stream(split.validationRows().toIntArray())))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(Split.of(10, 0.25, new Generator(1)).trainingRows().toIntArray())
        .isEqualTo(split.trainingRows().toIntArray())
        .isNotEqualTo(Split.of(10, 0.25, new Generator(2)).trainingRows().toIntArray());
  }

  @Test
  void of_severalTensors_areSplitByTheSameRows() {
    Split split = Split.of(100, 0.2, new Generator(1));
    Tensor x = Tensor.arange(100).reshape(100, 1);

    assertThat(split.training(x).flatten().toIntArray()).isEqualTo(split.trainingRows().toIntArray());
    assertThat(split.validation(x).flatten().toIntArray()).isEqualTo(split.validationRows().toIntArray());
  }

  @Test
  void stratified_labels_haveTheirShareInBothParts() {
    Split split = Split.stratified(LABELS, 0.2, new Generator(1));
    Tensor validation = split.validation(LABELS);

    assertThat(validation.elements()).isEqualTo(20);
    assertThat(IntStream.range(0, 4).mapToLong(i -> count(validation, i))).containsExactly(10L, 6L, 3L, 1L);
    assertThat(split.training(LABELS).elements()).isEqualTo(80);
    assertThat(split.validationRows().toIntArray()).isNotEqualTo(
        Split.stratified(LABELS, 0.2, new Generator(2)).validationRows().toIntArray());
  }

  @Test
  void stratified_sharesOfLessThanARow_comeToTheWholesShare() {
    Tensor labels = Tensor.arange(10);

    assertThat(Split.stratified(labels, 0.3, new Generator(1)).validationRows().elements()).isEqualTo(3);
    assertThat(Split.stratified(labels, 0, new Generator(1)).validationRows().elements()).isZero();
    assertThat(Split.stratified(labels, 1, new Generator(1)).trainingRows().elements()).isZero();
  }

  @Test
  void badInput_isRefusedWithASentence() {
    assertRefused(() -> Split.of(0, 0.2, new Generator(1)), "Split: number of rows 0 must be at least 1");
    assertRefused(() -> Split.of(5, 1.2, new Generator(1)), "Split: validation share 1.2 must be from 0 to 1");
    assertRefused(
        () -> Split.stratified(Tensor.zeros(3), 0.2, new Generator(1)),
        "Split: labels FLOAT32 [3] must be INT32 [n], one or more");
    assertRefused(
        () -> Split.of(5, 0.2, new Generator(1)).training(Tensor.zeros(4)), "Split: data [4] must have 5 rows");
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }
}
