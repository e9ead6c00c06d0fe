package dev.gradlet.examples;

import dev.gradlet.Generator;
import dev.gradlet.examples.RidgeModel.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Weight decay or an explicit penalty? Ridge regression in every combination. */
@Command(
    name = "ridge",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Compares weight decay with explicit penalties on the diabetes data, for five optimizers.")
final class RidgeCommand implements Runnable {
  private static final double[] LAMBDAS = {0.01, 0.1, 1};

  @Spec
  private CommandSpec command;

  @Option(names = "--seed", description = "Seed of the split and of the first weights.")
  private long seed = 0;

  @Option(names = "--epochs", description = "Epochs, each one step on all training rows.")
  private int epochs = 1000;

  @Option(names = "--weight-decay", paramLabel = "WD", description = "The number wd of all four penalties.")
  private double wd = 0.1;

  @Option(names = "--rounds", description = "Rounds of timing of which the median counts.")
  private int rounds = 201;

  @Option(names = "--warm-up", description = "Milliseconds before timing counts, for each setting.")
  private int warmUp = 200;

  @Option(names = "--out", description = "Where pictures and the table of differences go.")
  private Path out = Path.of("out", "ridge");

  @Override
  public void run() {
    new Options(command)
        .atLeast("--epochs", epochs, 1)
        .positive("--weight-decay", wd)
        .atLeast("--rounds", rounds, 1)
        .atLeast("--warm-up", warmUp, 0);

    var data = RidgeData.diabetes(new Generator(seed));
    System.out.printf("Diabetes: %d patients to train on, %d held out; FLOAT64, wd = %s, %d epochs of one step.%n%n",
        data.rows(), data.heldOutX().size(0), wd, epochs);
    var traces = new LinkedHashMap<Setting, RidgeTrace>();
    var costs = new LinkedHashMap<Setting, Measurement>();
    for (var rule : Rule.values()) {
      settings(rule).forEach(setting -> traces.put(setting, RidgeTrace.of(setting, wd, data, epochs, seed)));
    }
    for (var rule : Rule.values()) {
      costs.putAll(measure(settings(rule), data));
    }
    var report = new RidgeReport(wd, traces, costs);
    System.out.println(report.table());
    System.out.println(RidgeClosedForm.table(data, LAMBDAS, seed));
    System.out.println(report.conclusion());
    System.out.println(report.saveDifferences(out, "differences.csv"));
    System.out.println(report.saveCurves(out, "epochs.png"));
    System.out.println(report.saveDifferencesChart(out, "differences.png"));
    System.out.println(RidgeClosedForm.savePath(data, LAMBDAS, seed, out, "path.png"));
  }

  private static List<Setting> settings(Rule rule) {
    var settings = new ArrayList<Setting>();
    for (boolean biasToo : new boolean[] {false, true}) {
      for (var penalty : Penalty.values()) {
        settings.add(new Setting(rule, penalty, biasToo));
      }
    }
    return settings;
  }

  /** A step of each setting on all training rows, the loss read as one does to report it. */
  private Map<Setting, Measurement> measure(List<Setting> settings, RidgeData data) {
    var steps = new ArrayList<Supplier<?>>();
    for (var setting : settings) {
      var model = new RidgeModel(setting, wd, data.columns().size(), new Generator(seed));
      steps.add(() -> model.step(data.x(), data.y()).item());
    }
    var measured = Measurement.ofEach(steps, Duration.ofMillis(warmUp), rounds);
    var costs = new LinkedHashMap<Setting, Measurement>();
    for (int i = 0; i < settings.size(); i++) {
      costs.put(settings.get(i), measured.get(i));
    }
    return costs;
  }
}
