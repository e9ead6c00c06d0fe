package dev.gradlet.examples;

import dev.gradlet.nn.io.DataException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Does it help to train codes and clusters together? The deep clustering network over several seeds. */
@Command(
    name = "dcn",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Deep clustering (Yang et al. 2017) against k-means with and without an autoencoder.")
final class DcnCommand implements Runnable {
  private static final String NOTE = """
      Labels only score what comes out: settings and seeds were fixed beforehand, the last epoch counts.
      One choice followed a first look: pixels are standardised alike, because column by column
      (--standardise columns) the codes fall into clusters of a few outlying images, down to two.

      The paper reports ACC 0.83, NMI 0.81, ARI 0.75 on MNIST. Others could not reproduce that:
        0.52, 0.48, 0.35 with the authors' first code (github.com/boyangumn/DCN, issue 4, which the
        authors there call outdated); NMI 0.65 with their second (boyangumn/DCN-New, issue 2); less
        than the paper's, by its author's word, in a rewrite (xuyxu/Deep-Clustering-Network, issue 1).
      """;

  @Spec
  private CommandSpec command;

  @Mixin
  private DataOptions dataOptions = new DataOptions();

  @Mixin
  private TrainingOptions training = new TrainingOptions();

  @Option(names = "--clusters", description = "How many clusters; else as many as there are classes.")
  private Integer clusters;

  @Option(names = "--widths", split = ",", description = "Widths of the encoder's layers, that of the codes last.")
  private int[] widths = {128, 10};

  @Option(names = "--seeds", description = "How many runs.")
  private int seeds = 10;

  @Option(names = "--seed", description = "Seed of the first run; the others follow.")
  private long firstSeed = 0;

  @Option(names = "--resume", description = "Goes on with a run of the same options that was stopped, as by Ctrl-C.")
  private boolean resume;

  @Option(names = "--out", description = "Where the picture goes, and the state of a run that is stopped.")
  private Path out = Path.of("out", "dcn");

  @Override
  public void run() {
    var options = new Options(command)
        .require(clusters == null || clusters >= 1, "--clusters must be at least 1, not " + clusters)
        .require(Arrays.stream(widths).allMatch(width -> width >= 1), "--widths must be at least 1 each")
        .atLeast("--seeds", seeds, 1);
    dataOptions.check(options);
    training.check(options);

    var data = dataOptions.load();
    int rows = data.points().size(0);
    int k = clusters == null ? data.classes() : clusters;
    if (k > rows) {
      throw new DataException("%s: %d rows cannot make %d clusters".formatted(data.name(), rows, k));
    }
    var description = "%s: %d rows of %d columns, %d clusters, autoencoder %s;%n%s, seeds %d to %d.".formatted(
        data.name(), rows, data.points().size(1), k, layers(data.points().size(1)), training, firstSeed,
        firstSeed + seeds - 1);
    System.out.printf("%s%n%n", description);

    var file = out.resolve("run.safetensors");
    try (var run = resume ? ResumableRun.resume(file, description) : ResumableRun.start(file, description)) {
      trainAndReport(run, data, k);
    }
  }

  private void trainAndReport(ResumableRun run, Dataset data, int k) {
    try {
      report(train(run, data, k), data);
      run.finish();
    } catch (ResumableRun.Stopped stopped) {
      System.out.printf("%n%s%n", stopped.getMessage());
    }
  }

  private DcnResults train(ResumableRun run, Dataset data, int k) {
    var results = new DcnResults();
    if (run.note("scores") != null) {
      results.restore(run.note("scores"));
    }
    long steps = seeds * (training.pretrainEpochs + 2L * training.epochs) - run.done();
    try (var progress = Progress.of("dcn", steps)) {
      var each = new DcnRun(data, k, widths, training, results, progress, run);
      for (int i = 0; i < seeds; i++) {
        each.run(i, firstSeed + i);
      }
    }
    return results;
  }

  private void report(DcnResults results, Dataset data) {
    System.out.println();
    System.out.println(results.table());
    System.out.println(results.changes());
    System.out.println(NOTE);
    System.out.println(results.save(out, "scores.png", data.name() + ", " + seeds + " seeds"));
  }

  private String layers(int inputs) {
    var encoder = Arrays.stream(widths).mapToObj(String::valueOf).collect(Collectors.joining("–"));
    var mirrored = new StringBuilder();
    for (int i = widths.length - 2; i >= 0; i--) {
      mirrored.append('–').append(widths[i]);
    }
    return inputs + "–" + encoder + mirrored + "–" + inputs;
  }
}
