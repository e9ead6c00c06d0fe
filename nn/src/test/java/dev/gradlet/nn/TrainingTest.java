package dev.gradlet.nn;

import static dev.gradlet.nn.optim.ParameterGroup.group;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.io.Checkpoint;
import dev.gradlet.nn.optim.Adam;
import dev.gradlet.nn.optim.AdamW;
import dev.gradlet.nn.optim.Clip;
import dev.gradlet.nn.optim.Schedule;
import dev.gradlet.nn.optim.Scheduler;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that a user writes, on little data. */
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

  /** Everything a classifier is trained with, epoch by epoch, and from a file on. */
  private static final class Trainer {
    final Generator random = new Generator(1);
    final Tensor labels = Sampling.integers(0, 3, random, 300);
    final Tensor points = Tensor.of(new float[][] {{2, 0}, {-2, 1}, {0, -2}})
        .indexSelect(0, labels).add(Tensor.randn(random, 300, 2).mul(0.6)).evaluate();
    final Split split = Split.stratified(labels, 0.2, random);
    final Sequential model = Sequential.of(
        new Linear(2, 16, random), new BatchNorm1d(16), new ReLU(), new Dropout(0.2, random),
        new Linear(16, 3, random));
    final AdamW optimizer = new AdamW(0.05, group(model.weights()), group(model.biases()).weightDecay(0));
    final Scheduler scheduler = new Scheduler(optimizer, Schedule.warmUp(4).then(4, Schedule.cosine(60)));
    final EarlyStopping stopping = new EarlyStopping(model, 10);
    final CrossEntropyLoss loss = new CrossEntropyLoss().labelSmoothing(0.05);
    final Checkpoint checkpoint = new Checkpoint().with("model", model).with("optimizer", optimizer)
        .with("scheduler", scheduler).with("stopping", stopping).with("random", random);

    void train(int epochs) {
      for (int epoch = 0; epoch < epochs && !stopping.isOver(); epoch++) {
        model.train();
        var batches = Batches.of(split.training(points), split.training(labels), 64);
        for (var batch : batches.shuffled(random).dropLast()) {
          optimizer.zeroGrad();
          loss.forward(model.forward(batch.inputs()), batch.targets()).backward();
          Clip.norm(model, 1);
          optimizer.step();
          scheduler.step();
        }
        model.eval();
        stopping.step(loss.forward(model.forward(split.validation(points)), split.validation(labels)).item());
      }
    }

    double accuracy() {
      stopping.restoreBest();
      return Metrics.accuracy(model.forward(split.validation(points)), split.validation(labels));
    }
  }

  @Test
  void classifier_resumedFromAFile_goesOnAsIfItHadNotStopped(@TempDir Path directory) {
    Trainer whole = new Trainer();
    whole.train(12);
    Trainer first = new Trainer();
    first.train(5);
    first.checkpoint.save(directory.resolve("checkpoint"));
    Trainer second = new Trainer();
    second.checkpoint.load(directory.resolve("checkpoint"));
    second.train(7);
    Trainer cold = new Trainer();
    cold.train(7);

    float[] weights = whole.model.parameters().get(0).toFloatArray();
    assertThat(second.model.parameters().get(0).toFloatArray()).isEqualTo(weights);
    assertThat(cold.model.parameters().get(0).toFloatArray()).isNotEqualTo(weights);
    assertThat(second.optimizer.learningRate()).isEqualTo(whole.optimizer.learningRate());
    assertThat(second.stopping.best()).isEqualTo(whole.stopping.best());
    assertThat(second.accuracy()).isEqualTo(whole.accuracy()).isGreaterThan(0.9);
  }
}
