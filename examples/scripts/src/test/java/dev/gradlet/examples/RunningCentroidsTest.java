package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.KMeansLoss;
import org.junit.jupiter.api.Test;

class RunningCentroidsTest {
  /** A batch at once against the paper's rule, sample by sample: count += 1, c += (z − c)/count. */
  @Test
  void update_batch_equalsSampleBySample() {
    for (int seed = 0; seed < 10; seed++) {
      var random = new Generator(seed);
      var start = Tensor.randn(random, 3, 4);
      var batch = Tensor.randn(random, 50, 4);
      int[] counts = {5, 1, 0};
      var running = new RunningCentroids(start, counts);
      running.update(batch);

      var expected = start.toDoubleMatrix();
      var nearest = new KMeansLoss().assign(batch, start).toIntArray();
      var rows = batch.toDoubleMatrix();
      for (int i = 0; i < rows.length; i++) {
        int count = ++counts[nearest[i]];
        for (int j = 0; j < 4; j++) {
          expected[nearest[i]][j] += (rows[i][j] - expected[nearest[i]][j]) / count;
        }
      }
      var actual = running.value().toDoubleMatrix();
      for (int cluster = 0; cluster < 3; cluster++) {
        assertThat(actual[cluster]).as("seed %d", seed)
            .containsExactly(expected[cluster], within(1e-5));
      }
    }
  }
}
