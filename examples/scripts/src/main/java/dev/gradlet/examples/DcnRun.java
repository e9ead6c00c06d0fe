package dev.gradlet.examples;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Buffer;
import dev.gradlet.nn.KMeans;
import dev.gradlet.nn.KMeans.Clustering;
import dev.gradlet.nn.KMeansLoss;
import dev.gradlet.nn.Module;
import java.util.function.Supplier;

/**
 * All methods from one seed. Both joint ones start from the same networks and centroids and see the same batches. A
 * method whose scores are there already, from before a stop, is left out.
 */
final class DcnRun {
  /** What both joint trainings start from: the networks, and k-means on their codes. */
  private record Start(Autoencoder model, Buffer centroids, Buffer assignments) implements Module {
    Clustering clustering() {
      return new Clustering(centroids.value(), assignments.value(), Double.NaN);
    }
  }

  /** How many centroids were seeded anew. */
  private record Tally(Buffer reseeded) implements Module {}

  private final Dataset data;
  private final int k;
  private final int[] widths;
  private final TrainingOptions options;
  private final DcnResults results;
  private final Progress progress;
  private final ResumableRun run;

  DcnRun(Dataset data, int k, int[] widths, TrainingOptions options, DcnResults results, Progress progress,
      ResumableRun run) {
    this.data = data;
    this.k = k;
    this.widths = widths;
    this.options = options;
    this.results = results;
    this.progress = progress;
    this.run = run;
  }

  /** Runs the seed of this number, from 0. */
  void run(int number, long seed) {
    var points = data.points();
    var random = new Generator(seed);
    var start = new Start(
        Autoencoder.of(points.size(1), widths, random),
        Buffer.of(Tensor.zeros(k, widths[widths.length - 1])),
        Buffer.of(Tensor.zeros(DType.INT32, points.size(0))));

    if (!results.has(DcnMethod.PIXELS, number)) {
      score(DcnMethod.PIXELS, KMeans.fit(points, k, options.starts, random).assignments(), 0);
    }
    if (!results.has(DcnMethod.CODES, number)) {
      pretrain(seed, start, random);
      score(DcnMethod.CODES, start.assignments().value(), 0);
    }
    if (!results.has(DcnMethod.OPTIMIZER, number)) {
      joint(DcnMethod.OPTIMIZER, seed, start, () -> LearnedCentroids.startingAt(start.centroids().value()));
    }
    if (!results.has(DcnMethod.RUNNING, number)) {
      joint(DcnMethod.RUNNING, seed, start, () -> RunningCentroids.startingAt(start.clustering()));
    }
  }

  private void pretrain(long seed, Start start, Generator random) {
    Epochs epochs = (state, epoch) -> run.epochs("seed " + seed + ", alone", options.pretrainEpochs, state, epoch);
    options.training(random).pretrain(start.model(), data.points(), epochs,
        error -> progress.step("seed %d, alone: MSE %.4f", seed, error));
    var found = KMeans.fit(start.model().codes(data.points()), k, options.starts, random);
    start.centroids().assign(found.centroids());
    start.assignments().assign(found.assignments());
  }

  private void joint(DcnMethod method, long seed, Start start, Supplier<Centroids> starting) {
    var tally = new Tally(Buffer.of(Tensor.zeros(DType.INT32)));
    var model = Autoencoder.of(data.points().size(1), widths, new Generator(seed));
    model.loadStateDict(start.model().stateDict());
    var centroids = starting.get();
    Epochs epochs = (state, epoch) -> run.epochs("seed " + seed + ", " + method, options.epochs,
        state.with("start", start).with("tally", tally), epoch);
    options.training(new Generator(seed)).joint(model, centroids, data.points(), epochs,
        (error, distance, moved) -> {
          tally.reseeded().assign(tally.reseeded().value().add(moved).evaluate());
          progress.step("seed %d, %s: MSE %.4f, k-means %.4f", seed, method, error, distance);
        });
    score(method, new KMeansLoss().assign(model.codes(data.points()), centroids.value()),
        (int) tally.reseeded().value().item());
  }

  private void score(DcnMethod method, Tensor clusters, int reseeded) {
    results.add(method, ClusterMetrics.of(data.labels(), clusters.toIntArray()), reseeded);
    run.note("scores", results.toText());
  }
}
