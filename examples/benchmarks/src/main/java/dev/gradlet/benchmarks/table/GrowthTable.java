package dev.gradlet.benchmarks.table;

import dev.gradlet.benchmarks.Inputs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Time and memory of the k-means loss with gradients as n, k and d grow. */
final class GrowthTable {
  private GrowthTable() {}

  static boolean print(Options options) throws IOException {
    Jdk jdk = options.jdks().get(0);
    String kernels = options.kernels().get(0);
    List<Setting> settings = options.threads().stream().map(threads -> Setting.gradlet(jdk, kernels, threads)).toList();
    List<String> header = new ArrayList<>(List.of("n×k×d, " + kernels + ", JDK " + jdk.version(), "n·k·d"));
    options.threads().forEach(threads -> header.addAll(List.of("µs, threads: " + threads, "ns / n·k·d")));
    header.addAll(List.of("allocated", "bytes / (n·k + n·d + k·d)"));
    System.out.println(Text.header(header.toArray(new String[0])));
    Contest contest = new Contest(options);
    for (Row row : Rows.growth()) {
      if (options.includes(row)) {
        int[] size = Inputs.sizes(row.params().get("size"));
        double volume = (double) size[0] * size[1] * size[2];
        double stored = (double) size[0] * size[1] + (double) size[0] * size[2] + (double) size[1] * size[2];
        Map<String, Result> results = contest.run(row, settings);
        List<String> cells = new ArrayList<>(List.of(row.id(), String.format("%.1g", volume)));
        for (Setting setting : settings) {
          double micros = results.getOrDefault(setting.label(), Result.NONE).micros();
          cells.addAll(List.of(Text.number(micros), Text.number(1000 * micros / volume)));
        }
        double bytes = results.getOrDefault(settings.get(0).label(), Result.NONE).bytes();
        cells.addAll(List.of(Text.bytes(bytes), Text.number(bytes / stored)));
        System.out.println(Text.row(cells));
      }
    }
    return contest.agreed();
  }
}
