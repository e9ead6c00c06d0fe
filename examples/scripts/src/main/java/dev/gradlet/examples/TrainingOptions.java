package dev.gradlet.examples;

import dev.gradlet.Generator;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How {@link DeepClustering} trains. The defaults were set beforehand and not tuned: no label was looked at. */
final class TrainingOptions {
  @Option(names = "--pretrain-epochs", description = "Epochs of reconstruction alone.")
  int pretrainEpochs = 100;

  @Option(names = "--epochs", description = "Epochs of both losses together.")
  int epochs = 100;

  @Option(names = "--batch", description = "Rows in a batch.")
  private int batch = 256;

  @Option(names = "--learning-rate", description = "Adam's learning rate.")
  private double learningRate = 1e-3;

  @Option(names = "--lambda", description = "Weight of the k-means loss.")
  private double lambda = 0.1;

  @Option(names = "--weight-decay", description = "Decay of the weights; biases and centroids have none.")
  private double weightDecay = 1e-4;

  @Option(names = "--starts", description = "Starts of each k-means; the best by inertia counts.")
  int starts = 4;

  void check(Options options) {
    options
        .atLeast("--pretrain-epochs", pretrainEpochs, 1)
        .atLeast("--epochs", epochs, 1)
        .atLeast("--batch", batch, 1)
        .positive("--learning-rate", learningRate)
        .notNegative("--lambda", lambda)
        .notNegative("--weight-decay", weightDecay)
        .atLeast("--starts", starts, 1);
  }

  DeepClustering training(Generator random) {
    return new DeepClustering(batch, learningRate, lambda, weightDecay, random);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT,
        "%d + %d epochs in batches of %d, Adam with learning rate %s, λ = %s,%n"
            + "weight decay %s on weights only, k-means++ with %d starts",
        pretrainEpochs, epochs, batch, learningRate, lambda, weightDecay, starts);
  }
}
