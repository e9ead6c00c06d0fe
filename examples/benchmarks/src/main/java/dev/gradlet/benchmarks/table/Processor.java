package dev.gradlet.benchmarks.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine of a table: figures mean little without it.
 *
 * @param floatPeak the {@link FmaPeak} of a core, GFLOP/s; NaN if not known
 */
record Processor(String name, double floatPeak, double doublePeak) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  static Processor measure(Jdk jdk) throws IOException {
    Process process = Setting.gradlet(jdk, "vector", 1).process(FmaPeak.class.getName()).start();
    try (BufferedReader reader = process.inputReader()) {
      String line = reader.readLine();
      String[] peaks = line == null ? new String[] {"NaN", "NaN"} : line.split(" ");
      return new Processor(nameOfThis(), Double.parseDouble(peaks[0]), Double.parseDouble(peaks[1]));
    }
  }

  private static String nameOfThis() throws IOException {
    String otherwise = System.getProperty("os.arch");
    if (!Files.isReadable(CPU_INFO)) {
      return otherwise;
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines.filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    }
  }

  /** How much of the peak a float32 product m×k×n reaches, which takes so many µs. */
  String partOfPeak(int[] sizes, double micros) {
    double part = 2e-3 * sizes[0] * sizes[1] * sizes[2] / micros / floatPeak;
    return Double.isNaN(part) ? "–" : Math.round(100 * part) + " %";
  }

  @Override
  public String toString() {
    return name + ", " + Runtime.getRuntime().availableProcessors() + " cores; fma peak of one: "
        + Text.number(floatPeak) + " GFLOP/s in float32, " + Text.number(doublePeak) + " in float64.";
  }
}
