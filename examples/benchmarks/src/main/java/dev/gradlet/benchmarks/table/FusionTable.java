package dev.gradlet.benchmarks.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The same expression fused, and with a loop for each operation. */
final class FusionTable {
  private FusionTable() {}

  static boolean print(Options options) throws IOException {
    Jdk jdk = options.jdks().get(0);
    List<Setting> settings = new ArrayList<>();
    for (String kernels : options.kernels()) {
      settings.add(Setting.gradlet(jdk, kernels, 1).named(kernels + ", fused"));
      settings.add(Setting.gradlet(jdk, kernels, 1, "-Dgradlet.fusion=off").named(kernels + ", op by op"));
    }
    List<String> header = new ArrayList<>(List.of("µs, JDK " + jdk.version() + ", 1 thread"));
    for (String kernels : options.kernels()) {
      header.addAll(List.of(kernels + ", fused", "op by op", "gain", "allocated fused", "op by op"));
    }
    System.out.println(Text.header(header.toArray(new String[0])));
    Contest contest = new Contest(options);
    for (Row row : Rows.fusion()) {
      if (options.includes(row)) {
        Map<String, Result> results = contest.run(row, settings);
        List<String> cells = new ArrayList<>(List.of(row.id()));
        for (String kernels : options.kernels()) {
          Result fused = results.getOrDefault(kernels + ", fused", Result.NONE);
          Result single = results.getOrDefault(kernels + ", op by op", Result.NONE);
          cells.addAll(List.of(
              Text.number(fused.micros()), Text.number(single.micros()), Text.ratio(single.micros() / fused.micros()),
              Text.bytes(fused.bytes()), Text.bytes(single.bytes())));
        }
        System.out.println(Text.row(cells));
      }
    }
    return contest.agreed();
  }
}
