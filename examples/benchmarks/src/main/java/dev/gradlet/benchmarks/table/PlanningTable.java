package dev.gradlet.benchmarks.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is mostly planning, or finding the plan: chains of operations on few elements, steps on other batches each. */
final class PlanningTable {
  private PlanningTable() {}

  static boolean print(Options options) throws IOException {
    List<Setting> settings =
        options.jdks().stream().map(jdk -> Setting.gradlet(jdk, options.kernels().get(0), 1)).toList();
    List<String> header = new ArrayList<>(List.of("Forward and backward"));
    for (Setting setting : settings) {
      header.addAll(List.of(
          "µs, " + setting.label().replaceAll(" 1$", ""), "ns an operation", "allocated an operation"));
    }
    System.out.println(Text.header(header.toArray(new String[0])));
    Contest contest = new Contest(options);
    for (Row row : Rows.planning()) {
      if (options.includes(row)) {
        int operations = Integer.parseInt(row.params().get("operations"));
        Map<String, Result> results = contest.run(row, settings);
        List<String> cells = new ArrayList<>(List.of(row.id()));
        for (Setting setting : settings) {
          Result result = results.getOrDefault(setting.label(), Result.NONE);
          cells.addAll(List.of(
              Text.number(result.micros()), Text.number(1000 * result.micros() / operations),
              Text.bytes(result.bytes() / operations)));
        }
        System.out.println(Text.row(cells));
      }
    }
    return contest.agreed();
  }
}
