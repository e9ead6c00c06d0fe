package dev.gradlet.examples;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.KMeans;
import dev.gradlet.nn.KMeansLoss;
import java.util.concurrent.atomic.AtomicInteger;

/** All methods from one seed. Both joint ones start from the same networks and centroids and see the same batches. */
final class DcnRun {
  private final Dataset data;
  private final int k;
  private final int[] widths;
  private final TrainingOptions options;
  private final DcnResults results;
  private final Progress progress;

  DcnRun(Dataset data, int k, int[] widths, TrainingOptions options, DcnResults results, Progress progress) {
    this.data = data;
    this.k = k;
    this.widths = widths;
    this.options = options;
    this.results = results;
    this.progress = progress;
  }

  void run(long seed) {
    var random = new Generator(seed);
    var points = data.points();
    score(DcnMethod.PIXELS, KMeans.fit(points, k, options.starts, random).assignments(), 0);

    var model = Autoencoder.of(points.size(1), widths, random);
    options.training(random).pretrain(model, points, options.pretrainEpochs,
        error -> progress.step("seed %d, alone: MSE %.4f", seed, error));
    var onCodes = KMeans.fit(model.codes(points), k, options.starts, random);
    score(DcnMethod.CODES, onCodes.assignments(), 0);

    var pretrained = model.stateDict();
    joint(DcnMethod.OPTIMIZER, seed, model, LearnedCentroids.startingAt(onCodes.centroids()));
    model.loadStateDict(pretrained);
    joint(DcnMethod.RUNNING, seed, model, RunningCentroids.startingAt(onCodes));
  }

  private void joint(DcnMethod method, long seed, Autoencoder model, Centroids centroids) {
    var reseeded = new AtomicInteger();
    options.training(new Generator(seed)).joint(model, centroids, data.points(), options.epochs,
        (error, distance, moved) -> {
          reseeded.addAndGet(moved);
          progress.step("seed %d, %s: MSE %.4f, k-means %.4f", seed, method, error, distance);
        });
    score(method, new KMeansLoss().assign(model.codes(data.points()), centroids.value()), reseeded.get());
  }

  private void score(DcnMethod method, Tensor clusters, int reseeded) {
    results.add(method, ClusterMetrics.of(data.labels(), clusters.toIntArray()), reseeded);
  }
}
