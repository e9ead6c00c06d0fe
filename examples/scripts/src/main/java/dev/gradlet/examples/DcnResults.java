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
    var table = new TextTable("mean ± sd of " + seeds() + " seeds", "ACC", "NMI", "ARI", "empty clusters re-seeded");
    for (var method : DcnMethod.values()) {
      table.row(method.toString(), cell(method, Score.ACC), cell(method, Score.NMI), cell(method, Score.ARI),
          String.valueOf(reseeded.get(method)));
    }
    return table.toString();
  }

  private String cell(DcnMethod method, Score score) {
    var statistics = statistics(method, score);
    return plusMinus("%.3f ± %.3f", statistics);
  }

  private static String plusMinus(String format, DescriptiveStatistics statistics) {
    double deviation = statistics.getN() > 1 ? statistics.getStandardDeviation() : 0;
    return String.format(Locale.ROOT, format, statistics.getMean(), deviation);
  }

  /** What joint training changed, seed by seed, against the codes it started from. */
  String conclusion() {
    var lines = new ArrayList<String>();
    for (var method : List.of(DcnMethod.OPTIMIZER, DcnMethod.RUNNING)) {
      var parts = new ArrayList<String>();
      for (var score : Score.values()) {
        var changes = changes(method, score);
        long better = Arrays.stream(changes.getValues()).filter(change -> change > 0).count();
        parts.add(score + " " + plusMinus("%+.3f ± %.3f", changes) + " (higher in " + better + " of " + seeds() + ")");
      }
      lines.add("  " + method + ": " + String.join(", ", parts));
    }
    return "Against autoencoder + k-means from the same seed:\n" + String.join("\n", lines);
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
