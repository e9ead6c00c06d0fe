package dev.gradlet.benchmarks.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs one row in all settings: all virtual machines are started and warmed up, their results are compared, and then
 * they are measured in turns, round after round in another order, so that a change of the machine's mood hits all.
 */
final class Contest {
  /** What PyTorch and Gradlet may differ by, relative to the largest value of an array. */
  private static final double TOLERANCE = 1e-4;

  private final Options options;
  private boolean agreed = true;

  Contest(Options options) {
    this.options = options;
  }

  boolean agreed() {
    return agreed;
  }

  /** By the label of the setting; an alternative of PyTorch's goes by the name of its method. */
  Map<String, Result> run(Row row, List<Setting> settings) throws IOException {
    List<Worker> workers = new ArrayList<>();
    List<float[]> reference = null;
    try {
      for (Setting setting : settings) {
        reference = start(setting, row, row.method(), workers, reference);
        if (setting.isPyTorch()) {
          for (String method : row.alternatives()) {
            start(setting.named(method), row, method, workers, reference);
          }
        }
      }
      List<Worker> order = new ArrayList<>(workers);
      for (int round = 0; round < options.number("rounds"); round++) {
        for (Worker worker : order) {
          worker.measure(options.number("iterations"), options.number("millis"));
        }
        Collections.rotate(order, 1);
      }
      Map<String, Result> results = new LinkedHashMap<>();
      workers.forEach(w -> results.put(w.setting.label(), new Result(w.median(), w.allocated())));
      return results;
    } finally {
      for (Worker worker : workers) {
        worker.close();
      }
    }
  }

  /** Starts a worker and compares its results with the reference; of the first worker, they are the reference. */
  private List<float[]> start(Setting setting, Row row, String method, List<Worker> workers, List<float[]> reference)
      throws IOException {
    Worker worker = new Worker(setting, row, method);
    try {
      List<float[]> results = worker.check();
      if (reference != null) {
        double distance = Statistics.distance(results, reference);
        if (!(distance <= TOLERANCE)) {
          agreed = false;
          System.err.printf("%s: %s differs from %s by %.2g%n",
              row.id(), setting.label(), workers.get(0).setting.label(), distance);
        }
      }
      worker.warmUp(options.number("warmup"));
      workers.add(worker);
      return reference == null ? results : reference;
    } catch (IOException failed) {
      agreed = false;
      System.err.println(row.id() + ": " + failed.getMessage());
      worker.close();
      return reference;
    }
  }
}
