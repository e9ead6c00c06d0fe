package dev.gradlet.examples;

import static dev.gradlet.examples.TextTable.decimals;
import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Batches;
import dev.gradlet.nn.KMeans;
import dev.gradlet.nn.KMeansLoss;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.SoftKMeansLoss;
import dev.gradlet.nn.Standardization;
import dev.gradlet.nn.optim.Adam;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** DEC (Xie et al. 2016, arXiv 1511.06335) beside DCN, from the same autoencoders and centroids. */
@Command(
    name = "dec",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Deep embedded clustering (Xie et al. 2016) beside the deep clustering network, on 1,797 digits.")
final class DecCommand implements Runnable {
  private static final int CLUSTERS = 10;

  @Spec
  private CommandSpec command;

  @Mixin
  private TrainingOptions options = new TrainingOptions();

  @Option(names = "--seeds", description = "How many runs, of seeds from 0 on.")
  private int seeds = 5;

  private Dataset digits;
  private Tensor points;
  private final Map<String, List<ClusterMetrics>> scores = new LinkedHashMap<>();

  @Override
  public void run() {
    options.check(new Options(command).atLeast("--seeds", seeds, 1));
    digits = Dataset.digits();
    points = Standardization.ofAll(digits.points()).apply(digits.points());
    try (var progress = Progress.of("dec", seeds * (options.pretrainEpochs + 2L * options.epochs))) {
      for (int seed = 0; seed < seeds; seed++) {
        compare(options.training(new Generator(seed)), progress);
      }
    }
    var table = new TextTable("mean of " + seeds + " seeds", "ACC", "NMI", "ARI");
    scores.forEach((method, all) -> table.row(method, mean(all, ClusterMetrics::accuracy),
        mean(all, ClusterMetrics::nmi), mean(all, ClusterMetrics::ari)));
    System.out.printf("%n%s", table);
  }

  private void compare(DeepClustering training, Progress progress) {
    var model = autoencoder(training.random());
    training.pretrain(model, points, Epochs.of(options.pretrainEpochs), e -> progress.step("alone: MSE %.4f", e));
    var found = KMeans.fit(model.codes(points), CLUSTERS, options.starts, training.random());
    score("autoencoder + k-means", found.assignments());

    var dcn = autoencoder(training.random());
    dcn.loadStateDict(model.stateDict());
    var centroids = LearnedCentroids.startingAt(found.centroids());
    training.joint(dcn, centroids, points, Epochs.of(options.epochs),
        (error, distance, reseeded) -> progress.step("DCN: MSE %.4f, k-means %.4f", error, distance));
    score("DCN: k-means loss and reconstruction", new KMeansLoss().assign(dcn.codes(points), centroids.value()));

    score("DEC: soft assignments alone", dec(model, found.centroids(), training, progress));
  }

  /** Encoder and centroids follow assignments that are surer of themselves, made of all points before each epoch. */
  private Tensor dec(Autoencoder model, Tensor found, DeepClustering training, Progress progress) {
    var centroids = Parameter.of(found);
    var loss = new SoftKMeansLoss();
    var optimizer = new Adam(training.learningRate(), group(model.encoder().parameters(), centroids));
    for (int epoch = 0; epoch < options.epochs; epoch++) {
      var target = SoftKMeansLoss.target(loss.assign(model.codes(points), centroids));
      double total = 0;
      for (var batch : Batches.of(points, target, training.batch()).shuffled(training.random())) {
        var divergence = loss.forward(model.encoder().forward(batch.inputs()), centroids, batch.targets());
        optimizer.zeroGrad();
        divergence.backward();
        optimizer.step();
        total += divergence.item() * batch.inputs().size(0);
      }
      progress.step("DEC: KL %.4f", total / points.size(0));
    }
    return loss.assign(model.codes(points), centroids).argMax(1);
  }

  private static Autoencoder autoencoder(Generator random) {
    return Autoencoder.of(64, new int[] {128, 10}, random);
  }

  private void score(String method, Tensor clusters) {
    scores.computeIfAbsent(method, m -> new ArrayList<>())
        .add(ClusterMetrics.of(digits.labels(), clusters.toIntArray()));
  }

  private static String mean(List<ClusterMetrics> all, ToDoubleFunction<ClusterMetrics> score) {
    return decimals(all.stream().mapToDouble(score).average().orElseThrow(), 3);
  }
}
