package dev.gradlet.examples;

import static dev.gradlet.examples.TextTable.decimals;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.KMeans;
import dev.gradlet.nn.KMeansLoss;
import dev.gradlet.nn.Standardization;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job: handwritten digits, clustered in three ways without their labels. */
@Command(
    name = "digits",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Trains an autoencoder 64–128–10–128–64 whose codes lie in ten clusters, on 1,797 digits.")
final class DigitsCommand implements Runnable {
  private static final int CLUSTERS = 10;

  @Spec
  private CommandSpec command;

  @Option(names = "--seed", description = "Seed of everything random.")
  private long seed = 0;

  @Mixin
  private TrainingOptions options = new TrainingOptions();

  @Option(names = "--out", description = "Where the pictures go.")
  private Path out = Path.of("out", "digits");

  @Override
  public void run() {
    options.check(new Options(command));

    var random = new Generator(seed);
    var digits = Dataset.digits();
    var columns = Standardization.ofColumns(digits.points()).apply(digits.points());
    var onColumns = KMeans.fit(columns, CLUSTERS, options.starts, random);
    var scale = Standardization.ofAll(digits.points());
    var data = scale.apply(digits.points());
    var onPixels = KMeans.fit(data, CLUSTERS, options.starts, random);

    // First the autoencoder alone, and k-means on its codes.
    var model = Autoencoder.of(64, new int[] {128, 10}, random);
    var training = options.training(random);
    var losses = new LossHistory();
    try (var progress = Progress.of("autoencoder", options.pretrainEpochs)) {
      training.pretrain(model, data, Epochs.of(options.pretrainEpochs), error -> {
        losses.pretrained(error);
        progress.step("MSE %.4f", error);
      });
    }
    var codes = model.codes(data);
    var onCodes = KMeans.fit(codes, CLUSTERS, options.starts, random);
    var decoded = model.decoded(onCodes.centroids());

    // Then autoencoder and centroids together.
    var centroids = LearnedCentroids.startingAt(onCodes.centroids());
    try (var progress = Progress.of("joint training", options.epochs)) {
      training.joint(model, centroids, data, Epochs.of(options.epochs), (error, distance, reseeded) -> {
        losses.trained(error, distance);
        progress.step("MSE %.4f, k-means %.4f", error, distance);
      });
    }
    var jointCodes = model.codes(data);
    var clusters = new KMeansLoss().assign(jointCodes, centroids.value());

    System.out.println();
    System.out.println(new TextTable("1,797 digits in 10 clusters", "ACC", "NMI", "ARI")
        .row(scores("k-means on the pixels, each standardised by itself", digits.labels(), onColumns.assignments()))
        .row(scores("k-means on the pixels, all standardised alike", digits.labels(), onPixels.assignments()))
        .row(scores("k-means on the autoencoder's codes", digits.labels(), onCodes.assignments()))
        .row(scores("joint training", digits.labels(), clusters)));
    System.out.println("Inertia of the first: " + decimals(onColumns.inertia(), 0));

    var pictures = new DigitsPictures(digits, scale);
    pictures.addMap("autoencoder, then k-means", codes, onCodes.centroids(), onCodes.assignments());
    pictures.addMap("joint training", jointCodes, centroids.value(), clusters);
    pictures.addCentroids("k-means on the pixels", onPixels.centroids(), onPixels.assignments());
    pictures.addCentroids("k-means on the codes, decoded", decoded, onCodes.assignments());
    pictures.addCentroids("joint training, decoded", model.decoded(centroids.value()), clusters);
    pictures.save(out).forEach(System.out::println);
    System.out.println(losses.save(out, "losses.png"));
  }

  private static String[] scores(String name, int[] labels, Tensor clusters) {
    var metrics = ClusterMetrics.of(labels, clusters.toIntArray());
    return new String[] {
      name, decimals(metrics.accuracy(), 3), decimals(metrics.nmi(), 3), decimals(metrics.ari(), 3)
    };
  }
}
