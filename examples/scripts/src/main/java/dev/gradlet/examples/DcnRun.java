package dev.gradlet.examples;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.KMeans;
import dev.gradlet.nn.KMeansLoss;
import dev.gradlet.nn.Parameter;

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
    score(DcnMethod.PIXELS, KMeans.fit(points, k, options.starts, random).assignments().toIntArray(), 0);

    var model = Autoencoder.of(points.size(1), widths, random);
    options.training(random).pretrain(model, points, options.pretrainEpochs,
        error -> progress.step("seed %d, alone: MSE %.4f", seed, error));
    var onCodes = KMeans.fit(model.codes(points), k, options.starts, random);
    score(DcnMethod.CODES, onCodes.assignments().toIntArray(), 0);

    var pretrained = model.stateDict();
    joint(seed, model, onCodes, new Generator(seed));
    model.loadStateDict(pretrained);
    alternating(seed, model, onCodes, new Generator(seed));
  }

  private void joint(long seed, Autoencoder model, KMeans.Clustering start, Generator random) {
    var centroids = Parameter.of(start.centroids());
    var reseeded = new int[1];
    options.training(random).joint(model, centroids, data.points(), options.epochs, (error, distance) -> {
      var full = fillEmpty(model, centroids);
      if (full.count() > 0) {
        centroids.assign(full.centroids());
        reseeded[0] += full.count();
      }
      progress.step("seed %d, joint: MSE %.4f, k-means %.4f", seed, error, distance);
    });
    score(DcnMethod.OPTIMIZER, assign(model, centroids), reseeded[0]);
  }

  private void alternating(long seed, Autoencoder model, KMeans.Clustering start, Generator random) {
    var centroids = new RunningCentroids(start.centroids(), Clusters.sizes(start.assignments().toIntArray(), k));
    var reseeded = new int[1];
    options.training(random).alternating(model, centroids, data.points(), options.epochs, (error, distance) -> {
      var full = fillEmpty(model, centroids.value());
      if (full.count() > 0) {
        centroids.replace(full.centroids());
        reseeded[0] += full.count();
      }
      progress.step("seed %d, 1/count: MSE %.4f, k-means %.4f", seed, error, distance);
    });
    score(DcnMethod.RUNNING, assign(model, centroids.value()), reseeded[0]);
  }

  private KMeans.Reseeded fillEmpty(Autoencoder model, Tensor centroids) {
    return KMeans.reseedEmpty(model.codes(data.points()), centroids);
  }

  private int[] assign(Autoencoder model, Tensor centroids) {
    return new KMeansLoss().assign(model.codes(data.points()), centroids).toIntArray();
  }

  private void score(DcnMethod method, int[] clusters, int reseeded) {
    results.add(method, ClusterMetrics.of(data.labels(), clusters), reseeded);
  }
}
