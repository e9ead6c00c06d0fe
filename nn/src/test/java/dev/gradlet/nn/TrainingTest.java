package dev.gradlet.nn;

import static dev.gradlet.nn.optim.ParameterGroup.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.optim.Adam;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The script that a user writes, on little data. */
class TrainingTest {
  record Autoencoder(Sequential encoder, Sequential decoder) implements Module {}

  @Test
  void autoencoderWithKMeansLoss_someEpochs_lowersTheLossTheSameWayForOneSeed() {
    double[] losses = train(1);

    assertThat(losses[losses.length - 1]).isLessThan(0.7 * losses[0]);
    assertThat(train(1)).isEqualTo(losses);
    assertThat(train(2)).isNotEqualTo(losses);
  }

  private static double[] train(long seed) {
    var random = new Generator(seed);
    var data = Tensor.randn(random, 64, 3).matmul(Tensor.randn(random, 3, 8));
    var mse = new MSELoss();
    var kmeans = new KMeansLoss();

    var model = new Autoencoder(
        Sequential.of(new Linear(8, 16, random), new ReLU(), new Linear(16, 3, random)),
        Sequential.of(new Linear(3, 16, random), new ReLU(), new Linear(16, 8, random)));
    var centroids = Parameter.of(KMeans.plusPlus(model.encoder().forward(data), 4, random));
    var optimizer = new Adam(1e-2,
        group(model.weights()).weightDecay(1e-4),
        group(model.biases(), centroids));

    var losses = new double[15];
    for (int epoch = 0; epoch < losses.length; epoch++) {
      var total = Tensor.scalar(0f);
      for (var x : Batches.of(data, 20).shuffled(random)) {
        var z = model.encoder().forward(x);
        var loss = mse.forward(model.decoder().forward(z), x).add(kmeans.forward(z, centroids).mul(0.1));
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
        total = total.add(loss.detach());
      }
      losses[epoch] = total.item();
    }
    assertThat(Arrays.stream(losses)).allMatch(Double::isFinite);
    return losses;
  }
}
