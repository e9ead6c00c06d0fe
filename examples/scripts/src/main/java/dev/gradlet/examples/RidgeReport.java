package dev.gradlet.examples;

import static dev.gradlet.examples.TextTable.decimals;

import dev.gradlet.examples.Charts.Curve;
import dev.gradlet.examples.RidgeModel.Setting;
import dev.gradlet.nn.io.Csv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hipparchus.stat.descriptive.rank.Median;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** What the ridge comparison found, in tables, pictures and sentences. */
record RidgeReport(double wd, Map<Setting, RidgeTrace> traces, Map<Setting, Measurement> costs) {
  /** Trajectories closer than this are called the same; rounding alone stays far below. */
  private static final double SAME = 1e-9;

  /** Times closer than this are called equal. */
  private static final double SAME_TIME = 1.05;

  String table() {
    var table = new TextTable("optimizer", "penalty", "on", "training MSE", "held-out MSE", "‖w‖", "bias",
        "max |Δ| from decay", "µs/step", "kB/step");
    traces.forEach((setting, trace) -> table.row(
        setting.rule().toString(), setting.penalty().toString(), setting.parameters(),
        decimals(trace.lastTrainError(), 4), decimals(trace.lastHeldOutError(), 4),
        decimals(trace.lastNorm(), 4), decimals(trace.lastBias(), 4),
        setting.penalty() == Penalty.DECAY ? "–" : scientific(largestDifference(setting)),
        decimals(costs.get(setting).micros(), 1), decimals(costs.get(setting).bytes() / 1e3, 1)));
    return table.toString();
  }

  String conclusion() {
    return String.join("\n", trajectories(), slip(), pull(), cost(), parameters());
  }

  private String trajectories() {
    var lines = new ArrayList<String>();
    for (var rule : Rule.values()) {
      double difference = largestDifference(new Setting(rule, Penalty.HALF_SQUARES, false));
      lines.add("  " + rule + ": " + (difference < SAME ? "the same trajectory" : "not the same")
          + ", at most " + scientific(difference) + " apart");
    }
    return "Weight decay wd against the penalty wd/2·Σ‖w‖², any parameter after any epoch:\n"
        + String.join("\n", lines);
  }

  private String slip() {
    var half = trace(Rule.PLAIN, Penalty.HALF_SQUARES, false);
    var whole = trace(Rule.PLAIN, Penalty.SQUARES, false);
    return String.format(Locale.ROOT,
        "Without the ½ the penalty is twice that decay: with SGD ‖w‖ is %.4f instead of %.4f.%n"
            + "The penalty adds wd/2·‖w‖² = %.4f to the loss that is reported, weight decay nothing.",
        whole.lastNorm(), half.lastNorm(), wd / 2 * half.lastNorm() * half.lastNorm());
  }

  private String pull() {
    double norm = trace(Rule.PLAIN, Penalty.DECAY, false).lastNorm();
    return String.format(Locale.ROOT,
        "The gradient of wd·‖w‖ is of length %.4f whatever the weights, that of wd/2·Σ‖w‖² of wd·‖w‖, here %.4f:%n"
            + "the unsquared norm pulls %.1f times as hard, and does not ease off as the weights shrink.",
        wd, wd * norm, 1 / norm);
  }

  private String cost() {
    double time = median(setting -> costs.get(setting).micros() / decayCost(setting).micros());
    double memory = median(setting -> costs.get(setting).bytes() / decayCost(setting).bytes());
    var verdict = time > SAME_TIME ? "weight decay is cheaper" : time < 1 / SAME_TIME ? "the penalty is cheaper"
        : "time does not decide";
    return String.format(Locale.ROOT,
        "A step with the penalty wd/2·Σ‖w‖² takes %.2f times as long as with weight decay and allocates %.2f times%n"
            + "as much (medians over the optimizers): %s.", time, memory, verdict);
  }

  /** Over the optimizers, of the explicit half-factor penalty on weights. */
  private double median(ToDoubleFunction<Setting> value) {
    return new Median().evaluate(Arrays.stream(Rule.values())
        .map(rule -> new Setting(rule, Penalty.HALF_SQUARES, false)).mapToDouble(value).toArray());
  }

  private Measurement decayCost(Setting setting) {
    return costs.get(new Setting(setting.rule(), Penalty.DECAY, setting.biasToo()));
  }

  private String parameters() {
    var weights = trace(Rule.PLAIN, Penalty.DECAY, false);
    var all = trace(Rule.PLAIN, Penalty.DECAY, true);
    boolean worse = all.lastHeldOutError() > weights.lastHeldOutError();
    return String.format(Locale.ROOT,
        "With SGD, decaying the bias too moves it from %.4f to %.4f, training MSE from %.4f to %.4f,%n"
            + "held-out MSE from %.4f to %.4f: %s.",
        weights.lastBias(), all.lastBias(), weights.lastTrainError(), all.lastTrainError(),
        weights.lastHeldOutError(), all.lastHeldOutError(),
        worse
            ? "leave biases out.\n"
                + "A bias says where the mean of the target lies; pulling it to 0 adds error and smooths nothing"
            : "on this split it did no harm,\nthough a bias only says where the mean of the target lies");
  }

  private RidgeTrace trace(Rule rule, Penalty penalty, boolean biasToo) {
    return traces.get(new Setting(rule, penalty, biasToo));
  }

  private double[] differences(Setting setting) {
    return traces.get(setting).differences(trace(setting.rule(), Penalty.DECAY, setting.biasToo()));
  }

  private double largestDifference(Setting setting) {
    return Arrays.stream(differences(setting)).max().orElseThrow();
  }

  private static String scientific(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.1e", value);
  }

  /** A line for each epoch, a column for each setting: the largest parameter difference from its weight-decay run. */
  Path saveDifferences(Path directory, String name) {
    var file = directory.resolve(name);
    var compared = traces.keySet().stream().filter(setting -> setting.penalty() != Penalty.DECAY).toList();
    var columns = compared.stream().map(this::differences).toList();
    var header = Stream.concat(Stream.of("epoch"), compared.stream()
        .map(setting -> setting.rule() + " " + setting.penalty() + " on " + setting.parameters())).toList();
    Csv.write(file, header, IntStream.range(0, columns.get(0).length)
        .mapToObj(epoch -> Stream.concat(Stream.of(epoch + 1), columns.stream().map(column -> column[epoch])).toList())
        .toList());
    return file;
  }

  /** Held-out error above, ‖w‖ below, a column of charts for each optimizer, a line for each penalty on the weights. */
  Path saveCurves(Path directory, String name) {
    var charts = new ArrayList<XYChart>();
    for (var rule : Rule.values()) {
      charts.add(chart(rule, "held-out MSE", RidgeTrace::heldOutError));
      charts.get(charts.size() - 1).getStyler().setYAxisMin(0.0);
    }
    for (var rule : Rule.values()) {
      charts.add(chart(rule, "‖w‖", RidgeTrace::norm));
    }
    return Charts.save(directory, name, Rule.values().length, charts);
  }

  private XYChart chart(Rule rule, String yTitle, Function<RidgeTrace, double[]> values) {
    var curves = Arrays.stream(Penalty.values())
        .map(penalty -> Curve.ofEpochs(penalty.toString(), 1, values.apply(trace(rule, penalty, false))))
        .toList();
    var chart = Charts.smallCurves(rule.toString(), yTitle, curves);
    Charts.putBehind(chart, Penalty.DECAY.toString());
    return chart;
  }

  /** Weight decay against the half-factor penalty, a line for each optimizer. */
  Path saveDifferencesChart(Path directory, String name) {
    var curves = Arrays.stream(Rule.values()).map(rule -> {
      var setting = new Setting(rule, Penalty.HALF_SQUARES, false);
      return Curve.ofEpochs(
          rule + ": at most " + scientific(largestDifference(setting)), 1, differences(setting));
    }).toList();
    var chart = Charts.curves("weight decay against wd/2·Σ‖w‖²", "epoch", "largest parameter difference", curves);
    chart.getStyler().setYAxisMin(0.0).setYAxisDecimalPattern("0.00").setLegendPosition(LegendPosition.OutsideE);
    return Charts.save(directory, name, chart);
  }
}
