package dev.gradlet.benchmarks.table;

import dev.gradlet.benchmarks.FirstGradient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whole programs, each time in a new virtual machine, in turns. */
final class Programs {
  private Programs() {}

  /** From the start of the process to the first line it prints, and the peak memory that it prints last. */
  static Map<String, Result> firstGradient(List<Setting> settings, int rounds)
      throws IOException, InterruptedException {
    Map<String, List<Double>> micros = new LinkedHashMap<>();
    Map<String, List<Double>> bytes = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Setting setting : settings) {
        String main = setting.packageName() + "." + FirstGradient.class.getSimpleName();
        long start = System.nanoTime();
        Process process = setting.unforced().process(main).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        double elapsed = (System.nanoTime() - start) / 1e3;
        String last = line;
        for (; line != null; line = lines.readLine()) {
          last = line;
        }
        if (process.waitFor() != 0 || last == null) {
          throw new IOException("first gradient: the program failed in setting " + setting.label());
        }
        micros.computeIfAbsent(setting.label(), label -> new ArrayList<>()).add(elapsed);
        bytes.computeIfAbsent(setting.label(), label -> new ArrayList<>()).add(Double.parseDouble(last) * 1e6);
      }
    }
    Map<String, Result> results = new LinkedHashMap<>();
    micros.forEach((label, times) ->
        results.put(label, new Result(Statistics.median(times), Statistics.median(bytes.get(label)))));
    return results;
  }

  /**
   * Times of a program that prints numbers on one line, by position: the medians over the rounds.
   *
   * @param arguments what {@link FirstSteps} is given after the class
   */
  static Map<String, List<Double>> firstSteps(List<Setting> settings, int rounds, String... arguments)
      throws IOException, InterruptedException {
    Map<String, List<List<Double>>> all = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Setting setting : settings) {
        List<String> given = new ArrayList<>(List.of(arguments));
        given.set(0, setting.packageName() + "." + given.get(0));
        Process process = setting.process(FirstSteps.class.getName(), given.toArray(new String[0]))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (process.waitFor() != 0) {
          throw new IOException("first steps: the program failed in setting " + setting.label());
        }
        List<List<Double>> columns = all.computeIfAbsent(setting.label(), label -> new ArrayList<>());
        String[] numbers = line.split(" ");
        for (int i = 0; i < numbers.length; i++) {
          if (columns.size() <= i) {
            columns.add(new ArrayList<>());
          }
          columns.get(i).add(Double.parseDouble(numbers[i]));
        }
      }
    }
    Map<String, List<Double>> medians = new LinkedHashMap<>();
    all.forEach((label, columns) -> medians.put(label, columns.stream().map(Statistics::median).toList()));
    return medians;
  }
}
