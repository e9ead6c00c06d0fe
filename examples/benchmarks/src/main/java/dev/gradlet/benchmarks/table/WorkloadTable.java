package dev.gradlet.benchmarks.table;

import dev.gradlet.benchmarks.Inputs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;

/** All workloads, in every setting, beside PyTorch where it is there; products beside the fma peak. */
final class WorkloadTable {
  private final Options options;
  private final List<Jdk> jdks;
  private final Processor processor;
  private final StringJoiner notes = new StringJoiner("\n");

  private WorkloadTable(Options options, Processor processor) throws IOException {
    this.options = options;
    this.processor = processor;
    this.jdks = options.jdks();
  }

  static boolean print(Options options, Processor processor) throws IOException, InterruptedException {
    return new WorkloadTable(options, processor).print();
  }

  private boolean print() throws IOException, InterruptedException {
    List<Setting> settings = settings();
    Contest contest = new Contest(options);
    List<String> header = new ArrayList<>(List.of("µs, median", "PyTorch"));
    for (String kernels : options.kernels()) {
      options.threads().forEach(n -> header.add(kernels + ", " + n + (n == 1 ? " thread" : " threads")));
    }
    options.kernels().forEach(kernels -> header.add("faster than PyTorch, " + kernels));
    header.addAll(List.of("of the fma peak", "allocated"));
    List<String> lines = new ArrayList<>();
    for (Row row : Rows.workloads()) {
      if (options.includes(row)) {
        lines.add(line(row, contest.run(row, settings)));
        System.err.println(lines.get(lines.size() - 1));
      }
    }
    Row program = Row.of("W10 JVM start to first gradient", "FirstGradient.main");
    if (options.includes(program)) {
      Map<String, Result> results = Programs.firstGradient(settings, options.number("rounds"));
      lines.add(line(program, results));
      System.err.println(lines.get(lines.size() - 1));
    }
    System.out.println(Text.header(header.toArray(new String[0])));
    lines.forEach(System.out::println);
    System.out.println();
    System.out.println("JDK " + Text.pair(jdks.stream().map(jdk -> Integer.toString(jdk.version())).toList())
        + "; ratios and bytes on one thread. W10: peak memory in the place of bytes.");
    System.out.println(notes);
    return contest.agreed();
  }

  private List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    if (Setting.hasPyTorch()) {
      settings.add(Setting.pytorch(jdks.get(0)));
    }
    for (String kernels : options.kernels()) {
      for (int threads : options.threads()) {
        jdks.forEach(jdk -> settings.add(Setting.gradlet(jdk, kernels, threads)));
      }
    }
    return settings;
  }

  private String line(Row row, Map<String, Result> results) {
    Result peer = results.getOrDefault("PyTorch", Result.NONE);
    List<String> cells = new ArrayList<>(List.of(row.id(), Text.number(peer.micros())));
    for (String kernels : options.kernels()) {
      for (int threads : options.threads()) {
        cells.add(perJdk(results, kernels, threads, r -> Text.number(r.micros())));
      }
    }
    int threads = options.threads().get(0);
    for (String kernels : options.kernels()) {
      cells.add(perJdk(results, kernels, threads, r -> Text.ratio(peer.micros() / r.micros())));
    }
    cells.add(perJdk(results, options.kernels().get(0), threads, r -> partOfPeak(row, r.micros())));
    cells.add(perJdk(results, options.kernels().get(0), threads, r -> Text.bytes(r.bytes())));
    row.alternatives().stream()
        .filter(results::containsKey)
        .forEach(method -> notes.add("* " + row.id() + ": PyTorch's `" + method + "` takes "
            + Text.number(results.get(method).micros()) + " µs."));
    if (row.id().startsWith("W10") && peer != Result.NONE) {
      notes.add("* W10: PyTorch from Java peaks at " + Text.bytes(peer.bytes()) + ".");
    }
    return Text.row(cells);
  }

  private String partOfPeak(Row row, double micros) {
    return row.type().equals("MatMul") ? processor.partOfPeak(Inputs.sizes(row.params().get("shape")), micros) : "–";
  }

  private String perJdk(
      Map<String, Result> results, String kernels, int threads, Function<Result, String> cell) {
    return Text.pair(jdks.stream()
        .map(jdk -> cell.apply(results.getOrDefault(Setting.label(kernels, jdk.version(), threads), Result.NONE)))
        .toList());
  }
}
