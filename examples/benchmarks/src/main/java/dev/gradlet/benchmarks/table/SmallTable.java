package dev.gradlet.benchmarks.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an operation costs on small tensors: those of W9, on more and more elements. */
final class SmallTable {
  private static final int OPERATIONS = 2000;

  private SmallTable() {}

  static boolean print(Options options) throws IOException {
    List<Setting> settings = new ArrayList<>();
    if (Setting.hasPyTorch()) {
      settings.add(Setting.pytorch(options.jdks().get(0)));
    }
    for (String kernels : options.kernels()) {
      options.jdks().forEach(jdk -> settings.add(Setting.gradlet(jdk, kernels, 1)));
    }
    List<String> header = new ArrayList<>(List.of("ns an operation, 1 thread"));
    settings.forEach(setting -> header.add(setting.label().replaceAll(" 1$", "")));
    header.add("allocated");
    System.out.println(Text.header(header.toArray(new String[0])));
    Contest contest = new Contest(options);
    for (Row row : Rows.small()) {
      if (options.includes(row)) {
        Map<String, Result> results = contest.run(row, settings);
        List<String> cells = new ArrayList<>(List.of(row.id()));
        for (Setting setting : settings) {
          cells.add(Text.number(1000 * results.getOrDefault(setting.label(), Result.NONE).micros() / OPERATIONS));
        }
        Setting last = settings.get(settings.size() - 1);
        cells.add(Text.bytes(results.getOrDefault(last.label(), Result.NONE).bytes() / OPERATIONS));
        System.out.println(Text.row(cells));
      }
    }
    return contest.agreed();
  }
}
