package dev.gradlet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The largest resident memory of a process so far, as Linux counts it. */
public final class PeakMemory {
  private PeakMemory() {}

  /** Of this process, in MB; NaN where the system does not tell. */
  public static double megabytes() {
    return megabytes(ProcessHandle.current().pid());
  }

  /** Of a process, in MB; NaN where the system does not tell, as of one that has ended. */
  public static double megabytes(long process) {
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of("/proc", Long.toString(process), "status"));
    } catch (IOException unknown) {
      return Double.NaN;
    }
    return lines.stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }
}
