package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.inspect.Lint;
import dev.gradlet.nn.KMeans;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The loops of these programs have none of the slips that run without an error. */
class LintedLoopsTest {
  private static final Tensor DATA = Tensor.rand(new Generator(1), 40, 8);

  @Test
  void lint_deepClustering_saysNothing() {
    var model = Autoencoder.of(8, new int[] {6, 2}, new Generator(2));
    var training = new DeepClustering(10, 1e-3, 0.1, 1e-4, new Generator(3));
    assertThat(Lint.of(model.namedParameters(), () ->
        training.pretrain(model, DATA, Epochs.of(2), mean -> {}))).isEmpty();

    var centroids = LearnedCentroids.startingAt(KMeans.plusPlus(model.codes(DATA), 3, new Generator(4)));
    Map<String, Tensor> all = new LinkedHashMap<>(model.namedParameters());
    all.put("centroids", centroids.value());
    assertThat(Lint.of(all, () ->
        training.joint(model, centroids, DATA, Epochs.of(2), (mse, distance, reseeded) -> {}))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void lint_ridge_saysSoWhereTheBiasIsPenalised(Penalty penalty) {
    for (boolean biasToo : new boolean[] {false, true}) {
      var model = new RidgeModel(new RidgeModel.Setting(Rule.PLAIN, penalty, biasToo), 0.1, 8, new Generator(1));
      var slips = Lint.of(() -> {
        for (int step = 0; step < 3; step++) {
          model.step(DATA.to(DType.FLOAT64), Tensor.ones(DType.FLOAT64, 40, 1));
        }
      });
      assertThat(slips).hasSize(biasToo && penalty != Penalty.DECAY ? 1 : 0);
    }
  }
}
