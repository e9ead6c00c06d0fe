package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.KMeans;
import dev.gradlet.nn.KMeansLoss;
import org.junit.jupiter.api.Test;

class CentroidsTest {
  /** A batch at once against the paper's rule, sample by sample: count += 1, c += (z − c)/count. */
  @Test
  void runningUpdate_batch_equalsSampleBySample() {
    for (int seed = 0; seed < 10; seed++) {
      var random = new Generator(seed);
      var start = Tensor.randn(random, 3, 4);
      var batch = Tensor.randn(random, 50, 4);
      int[] counts = {5, 1, 0};
      var running = new RunningCentroids(start, Tensor.of(counts));
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

  @Test
  void runningReplace_centroidWithoutPoints_countsOneThereAndMovesFreely() {
    var points = Tensor.of(new float[][] {{0}, {1}, {9}});
    var running = new RunningCentroids(Tensor.of(new float[][] {{0.5f}, {70}}), Tensor.of(new int[] {100, 100}));
    running.replace(KMeans.reseedEmpty(points, running.value()));
    assertThat(running.value().toFloatArray()).containsExactly(0.5f, 9);
    running.update(Tensor.of(new float[][] {{10}}));
    assertThat(running.value().toFloatArray()).containsExactly(0.5f, 9.5f);
  }

  @Test
  void runningStart_clustering_countsItsSizes() {
    var points = Tensor.of(new float[][] {{0}, {2}, {4}, {60}});
    var found = KMeans.lloyd(points, Tensor.of(new float[][] {{1}, {50}}), 10);
    var running = RunningCentroids.startingAt(found);
    running.update(Tensor.of(new float[][] {{6}, {62}}));
    assertThat(running.value().toFloatArray()).containsExactly(3, 61);
  }

  @Test
  void joint_centroidsThatLostTheirPoints_areSeededAnewAndCounted() {
    var random = new Generator(1);
    var data = Tensor.randn(random, 40, 3);
    var far = Tensor.of(new float[][] {{0, 0}, {1000, 1000}});
    for (var centroids : new Centroids[] {
      LearnedCentroids.startingAt(far), new RunningCentroids(far, Tensor.of(new int[] {1, 1_000_000}))
    }) {
      var model = Autoencoder.of(3, new int[] {2}, new Generator(2));
      int[] reseeded = new int[1];
      new DeepClustering(40, 1e-3, 0, 0, random)
          .joint(model, centroids, data, Epochs.of(1), (error, distance, moved) -> reseeded[0] += moved);
      assertThat(reseeded[0]).isEqualTo(1);
      var sizes = new KMeansLoss().assignOneHot(model.codes(data), centroids.value()).sum(0).toFloatArray();
      assertThat(sizes).doesNotContain(0);
    }
  }
}
