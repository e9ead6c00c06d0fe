package dev.gradlet.examples;

import dev.gradlet.examples.Charts.Bars;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.hipparchus.stat.descriptive.DescriptiveStatistics;

/** The scores of each method from each seed. */
final class DcnResults {
  private enum Score {
    ACC(ClusterMetrics::accuracy),
    NMI(ClusterMetrics::nmi),
    ARI(ClusterMetrics::ari);

    private final ToDoubleFunction<ClusterMetrics> value;

    Score(ToDoubleFunction<ClusterMetrics> value) {
      this.value = value;
    }
  }

  private final Map<DcnMethod, List<ClusterMetrics>> scores = new EnumMap<>(DcnMethod.class);
  private final Map<DcnMethod, Integer> reseeded = new EnumMap<>(DcnMethod.class);

  void add(DcnMethod method, ClusterMetrics metrics, int emptyClusters) {
    scores.computeIfAbsent(method, m -> new ArrayList<>()).add(metrics);
    reseeded.merge(method, emptyClusters, Integer::sum);
  }

  /** Whether a method was scored for the seed of this number, from 0. */
  boolean has(DcnMethod method, int number) {
    return scores.getOrDefault(method, List.of()).size() > number;
  }

  /** A line for each score, which {@link #restore} reads. */
  String toText() {
    var lines = new ArrayList<String>();
    scores.forEach((method, all) -> all.forEach(metrics -> lines.add(
        "%s %s %s %s".formatted(method.name(), metrics.accuracy(), metrics.nmi(), metrics.ari()))));
    reseeded.forEach((method, count) -> lines.add(method.name() + " " + count));
    return String.join("\n", lines);
  }

  void restore(String text) {
    for (var line : text.split("\n")) {
      var words = line.split(" ");
      var method = DcnMethod.valueOf(words[0]);
      if (words.length == 2) {
        reseeded.put(method, Integer.parseInt(words[1]));
      } else {
        add(method, new ClusterMetrics(
            Double.parseDouble(words[1]), Double.parseDouble(words[2]), Double.parseDouble(words[3])), 0);
      }
    }
  }

  private DescriptiveStatistics statistics(DcnMethod method, Score score) {
    var statistics = new DescriptiveStatistics();
    scores.get(method).forEach(metrics -> statistics.addValue(score.value.applyAsDouble(metrics)));
    return statistics;
  }

  private int seeds() {
    return scores.get(DcnMethod.PIXELS).size();
  }

  /** Mean ± standard deviation over the seeds. */
  String table() {
    var title = seeds() == 1 ? "one seed" : "mean ± sd of " + seeds() + " seeds";
    var table = new TextTable(title, "ACC", "NMI", "ARI", "empty clusters re-seeded");
    for (var method : DcnMethod.values()) {
      table.row(method.toString(), cell(method, Score.ACC), cell(method, Score.NMI), cell(method, Score.ARI),
          String.valueOf(reseeded.get(method)));
    }
    return table.toString();
  }

  private String cell(DcnMethod method, Score score) {
    return plusMinus("%.3f", statistics(method, score));
  }

  /** The mean and, of more than one, the standard deviation. */
  private static String plusMinus(String format, DescriptiveStatistics statistics) {
    var mean = String.format(Locale.ROOT, format, statistics.getMean());
    return statistics.getN() == 1
        ? mean
        : mean + String.format(Locale.ROOT, " ± %.3f", statistics.getStandardDeviation());
  }

  /** What joint training changed, seed by seed, against the codes it started from. */
  String changes() {
    var table = new TextTable("change from autoencoder + k-means of the same seed", "", "higher in");
    for (var method : List.of(DcnMethod.OPTIMIZER, DcnMethod.RUNNING)) {
      for (var score : Score.values()) {
        var changes = changes(method, score);
        long better = Arrays.stream(changes.getValues()).filter(change -> change > 0).count();
        table.row(method + ": " + score, plusMinus("%+.3f", changes), better + " of " + seeds());
      }
    }
    return table.toString();
  }

  private DescriptiveStatistics changes(DcnMethod method, Score score) {
    var after = statistics(method, score).getValues();
    var before = statistics(DcnMethod.CODES, score).getValues();
    var changes = new DescriptiveStatistics();
    for (int i = 0; i < after.length; i++) {
      changes.addValue(after[i] - before[i]);
    }
    return changes;
  }

  Path save(Path directory, String name, String title) {
    var names = List.of("ACC", "NMI", "ARI");
    var bars = new ArrayList<Bars>();
    for (var method : DcnMethod.values()) {
      var means = new double[3];
      var deviations = new double[3];
      for (var score : Score.values()) {
        var statistics = statistics(method, score);
        means[score.ordinal()] = statistics.getMean();
        deviations[score.ordinal()] = statistics.getN() > 1 ? statistics.getStandardDeviation() : 0;
      }
      bars.add(new Bars(method.toString(), means, deviations));
    }
    return Charts.save(directory, name, Charts.bars(title, "mean ± standard deviation", names, bars));
  }
}
