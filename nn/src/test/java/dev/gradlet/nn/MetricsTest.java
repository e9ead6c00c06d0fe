package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradlet.Tensor;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Tensor LABELS = Tensor.of(0, 0, 1, 2, 2, 2);
  private static final Tensor PREDICTED = Tensor.of(0, 1, 1, 2, 2, 0);

  @Test
  void accuracy_ofClassesAndScores_isTheShareThatIsRight() {
    assertThat(Metrics.accuracy(PREDICTED, LABELS)).isEqualTo(4 / 6.0);
    assertThat(Metrics.accuracy(PREDICTED.oneHot(3), LABELS)).isEqualTo(4 / 6.0);
    assertThat(Metrics.accuracy(Tensor.zeros(0, 3), Tensor.of(new int[0]))).isNaN();
  }

  @Test
  void confusionMatrix_counts_giveTheMeasuresOfEachClass() {
    ConfusionMatrix matrix = ConfusionMatrix.of(PREDICTED, LABELS, 4);

    assertThat(matrix.count(2, 0)).isEqualTo(1);
    assertThat(matrix.count(2, 2)).isEqualTo(2);
    assertThat(matrix.total()).isEqualTo(6);
    assertThat(matrix.accuracy()).isEqualTo(4 / 6.0);
    assertThat(matrix.precision(0)).isEqualTo(0.5);
    assertThat(matrix.recall(2)).isEqualTo(2 / 3.0);
    assertThat(matrix.f1(2)).isEqualTo(0.8);
    assertThat(matrix.recall(3)).isNaN();
    assertThat(matrix).hasToString("    0 1 2 3\n 0: 1 1 0 0\n 1: 0 1 0 0\n 2: 1 0 2 0\n 3: 0 0 0 0");
  }

  @Test
  void confusionMatrix_batches_addUp() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    for (var batch : Batches.of(PREDICTED.oneHot(3), LABELS, 4)) {
      matrix.add(batch.inputs(), batch.targets());
    }

    assertThat(matrix).hasToString(ConfusionMatrix.of(PREDICTED, LABELS, 3).toString());
  }

  @Test
  void badInput_isRefusedWithASentenceAndCountsNothing() {
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    assertThatThrownBy(() -> matrix.add(PREDICTED, LABELS))
        .hasMessage("ConfusionMatrix: prediction 2 must be between 0 and 1");
    assertThat(matrix.total()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metrics.accuracy(Tensor.zeros(6), LABELS))
        .withMessage("accuracy: predictions FLOAT32 [6] and labels INT32 [6] must be scores [n, classes] or INT32 [n],"
            + " and INT32 [n]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metrics.accuracy(Tensor.of(1), LABELS))
        .withMessageStartingWith("accuracy: predictions INT32 [1] and labels INT32 [6] must be");
  }
}
