package dev.gradlet.benchmarks.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the training step of the MLP with Adam warms up. */
final class FirstStepsTable {
  private FirstStepsTable() {}

  static boolean print(Options options) throws IOException, InterruptedException {
    List<Setting> settings = new ArrayList<>();
    if (Setting.hasPyTorch()) {
      settings.add(Setting.pytorch(options.jdks().get(0)));
    }
    for (String kernels : options.kernels()) {
      for (int threads : options.threads()) {
        options.jdks().forEach(jdk -> settings.add(Setting.gradlet(jdk, kernels, threads).unforced()));
      }
    }
    System.out.println(Text.header("µs, kernels, JDK, threads", "first step", "tenth", "hundredth", "first thousand"));
    for (String activation : List.of("tanh", "relu")) {
      Map<String, List<Double>> medians =
          Programs.firstSteps(settings, options.number("rounds"), "Mlp", "adam", "activation=" + activation);
      medians.forEach((label, times) -> {
        List<String> cells = new ArrayList<>(List.of("W4 " + activation + ", " + label));
        times.forEach(time -> cells.add(Text.number(time)));
        System.out.println(Text.row(cells));
      });
    }
    return true;
  }
}
