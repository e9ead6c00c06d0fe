package dev.gradlet.benchmarks.scripts;

import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.*;
import dev.gradlet.nn.Module;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.optim.Adam;

/** The script of the README, as it stands there. */
public final class Script {
  private Script() {}

  record Autoencoder(Sequential encoder, Sequential decoder) implements Module {}

  public static void main(String[] arguments) {
    var random = new Generator(7);
    var blobs = Tensor.randn(random, 4, 1, 16).mul(3).add(Tensor.randn(random, 4, 250, 16)).reshape(1000, 16);

    var model = new Autoencoder(
        Sequential.of(new Linear(16, 32, random), new ReLU(), new Linear(32, 2, random)),
        Sequential.of(new Linear(2, 32, random), new ReLU(), new Linear(32, 16, random)));
    var centroids = Parameter.of(KMeans.plusPlus(model.encoder().forward(blobs).detach(), 4, random));
    var mse = new MSELoss();
    var kmeans = new KMeansLoss();
    var optimizer = new Adam(1e-2,
        group(model.weights()).weightDecay(1e-4),   // decay weights,
        group(model.biases(), centroids));          // not biases, not centroids

    for (int epoch = 1; epoch <= 30; epoch++) {
      double total = 0;
      for (var x : Batches.of(blobs, 100).shuffled(random)) {
        var z = model.encoder().forward(x);
        var loss = mse.forward(model.decoder().forward(z), x).add(kmeans.forward(z, centroids).mul(0.1));
        optimizer.zeroGrad();
        loss.backward();
        optimizer.step();
        total += loss.item();
      }
      if (epoch % 10 == 0) {
        System.out.printf("epoch %d: loss %.3f%n", epoch, total / 10);
      }
    }
    System.out.println(kmeans.assign(model.encoder().forward(blobs), centroids).oneHot(4).sum(0));
  }
}
