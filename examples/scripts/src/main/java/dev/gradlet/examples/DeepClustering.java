package dev.gradlet.examples;

import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.Autograd;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Batches;
import dev.gradlet.nn.KMeans;
import dev.gradlet.nn.KMeansLoss;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.io.Checkpoint;
import dev.gradlet.nn.optim.Adam;
import java.util.function.DoubleConsumer;

/**
 * Trains an autoencoder whose codes lie in clusters, in two stages: first on the MSE of the reconstruction, then on
 * MSE + λ · KMeansLoss(codes, centroids). Weight decay is for the weights, not for biases nor centroids. After each
 * epoch, centroids that are nearest to no row are seeded anew.
 * Source of the loss: B. Yang et al., "Towards K-means-friendly Spaces", 2017, arXiv 1610.04794.
 */
record DeepClustering(int batch, double learningRate, double lambda, double weightDecay, Generator random) {

  /** Told the mean losses of an epoch, and how many centroids were without points after it and were seeded anew. */
  @FunctionalInterface
  interface Epoch {
    void done(double reconstruction, double clustering, int reseeded);
  }

  void pretrain(Autoencoder model, Tensor data, Epochs epochs, DoubleConsumer report) {
    var mse = new MSELoss();
    var optimizer = new Adam(learningRate, group(model.weights()).weightDecay(weightDecay), group(model.biases()));
    var state = new Checkpoint().with("model", model).with("optimizer", optimizer).with("random", random);

    epochs.run(state, () -> {
      double sum = 0;
      for (var x : Batches.of(data, batch).shuffled(random)) {
        var loss = mse.forward(model.reconstruct(x), x);
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
        sum += loss.item() * x.size(0);
      }
      report.accept(sum / data.size(0));
    });
  }

  void joint(Autoencoder model, Centroids centroids, Tensor data, Epochs epochs, Epoch report) {
    var mse = new MSELoss();
    var kMeans = new KMeansLoss();
    var optimizer = new Adam(learningRate,
        group(model.weights()).weightDecay(weightDecay),
        group(model.biases(), centroids.parameters()));
    var state = new Checkpoint()
        .with("model", model).with("centroids", centroids).with("optimizer", optimizer).with("random", random);

    epochs.run(state, () -> {
      double errors = 0;
      double distances = 0;
      for (var x : Batches.of(data, batch).shuffled(random)) {
        var z = model.encoder().forward(x);
        var error = mse.forward(model.decoder().forward(z), x);
        var distance = kMeans.forward(z, centroids.value());
        var loss = error.add(distance.mul(lambda));
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
        centroids.update(Autograd.noGrad(() -> model.encoder().forward(x)));
        errors += error.item() * x.size(0);
        distances += distance.item() * x.size(0);
      }
      var reseeded = KMeans.reseedEmpty(model.codes(data), centroids.value());
      if (!reseeded.moved().isEmpty()) {
        centroids.replace(reseeded);
      }
      report.done(errors / data.size(0), distances / data.size(0), reseeded.moved().size());
    });
  }
}
