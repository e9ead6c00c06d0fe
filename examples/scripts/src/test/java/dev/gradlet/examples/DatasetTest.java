package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.Tensor;
import dev.gradlet.nn.Standardization;
import dev.gradlet.nn.io.Csv;
import dev.gradlet.nn.io.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
  @TempDir
  Path folder;

  @Test
  void digits_firstRow_isAZero() {
    var digits = Dataset.digits();
    assertThat(digits.points().shape()).hasToString("[1797, 64]");
    assertThat(Arrays.copyOf(digits.points().narrow(0, 0, 1).flatten().toFloatArray(), 6))
        .containsExactly(0, 0, 5, 13, 9, 1);
    assertThat(digits.labels()).hasSize(1797).startsWith(0, 1, 2);
    assertThat(digits.classes()).isEqualTo(10);
  }

  @Test
  void csv_namedClasses_areNumberedAsTheyCome() throws IOException {
    var file = Files.writeString(folder.resolve("flowers.csv"), "kind,a,b\nrose,1,2\nlily,3,4\nrose,5,6\n");
    var data = Dataset.csv(file, Csv.Header.PRESENT, "kind");
    assertThat(data.points().toFloatMatrix()).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    assertThat(data.labels()).containsExactly(0, 1, 0);
    assertThat(data.classes()).isEqualTo(2);
    assertThat(data.name()).isEqualTo("flowers.csv");
  }

  @Test
  void csv_onlyALabelColumn_isRefused() throws IOException {
    var file = Files.writeString(folder.resolve("labels.csv"), "kind\nrose\n");
    assertThatThrownBy(() -> Dataset.csv(file, Csv.Header.PRESENT, "kind"))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": the label column is the only one; there is nothing to cluster");
  }

  private void idx(String name, int... bytes) throws IOException {
    var array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    Files.write(folder.resolve(name), array);
  }

  private void writeIdx(int labels) throws IOException {
    idx("train-images-idx3-ubyte", 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 102);
    idx("train-labels-idx1-ubyte", 0, 0, 8, 1, 0, 0, 0, 2, 3, 1);
    idx("t10k-images-idx3-ubyte", 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 255, 0);
    idx("t10k-labels-idx1-ubyte", Arrays.copyOf(new int[] {0, 0, 8, 1, 0, 0, 0, labels, 2, 2}, 8 + labels));
  }

  @Test
  void idx_trainingAndTestFiles_areJoined() throws IOException {
    writeIdx(1);
    var data = Dataset.idx(folder);
    assertThat(data.points().toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 1}, {0.2f, 0.4f}, {1, 0}});
    assertThat(data.labels()).containsExactly(3, 1, 2);
    assertThat(data.classes()).isEqualTo(4);
  }

  @Test
  void idx_imagesAndLabelsOfDifferentNumber_areRefused() throws IOException {
    writeIdx(2);
    assertThatThrownBy(() -> Dataset.idx(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + ": the t10k images are [1, 1, 2], their labels [2]; as many of both, all images of one"
            + " size, were expected");
  }

  @Test
  void standardization_constantColumn_isOnlyCentred() {
    var rows = Tensor.of(new float[][] {{1, 7}, {3, 7}});
    var scale = Standardization.ofColumns(rows);
    assertThat(scale.apply(rows).toFloatMatrix()).isDeepEqualTo(new float[][] {{-1, 0}, {1, 0}});
    assertThat(scale.undo(scale.apply(rows)).toFloatMatrix()).isDeepEqualTo(rows.toFloatMatrix());
  }

  @Test
  void standardization_digits_haveMeanZeroAndDeviationOne() {
    var points = Dataset.digits().points();
    var data = Standardization.ofColumns(points).apply(points);
    assertThat(data.mean(0).abs().max().item()).isLessThan(1e-5);
    var deviations = Arrays.stream(data.std(false, false, 0).toDoubleArray()).filter(deviation -> deviation > 0);
    assertThat(deviations.boxed()).hasSize(61).allSatisfy(deviation ->
        assertThat(deviation).isCloseTo(1, within(1e-4)));
  }

  @Test
  void standardization_ofAll_keepsProportionsOfColumns() {
    var rows = Tensor.of(new float[][] {{0, 0}, {0, 4}});
    var scale = Standardization.ofAll(rows);
    assertThat(scale.mean().item()).isEqualTo(1);
    assertThat(scale.deviation().item()).isCloseTo(Math.sqrt(3), within(1e-6));
    assertThat(scale.undo(scale.apply(rows)).toDoubleMatrix()[1][1]).isCloseTo(4, within(1e-6));
  }
}
