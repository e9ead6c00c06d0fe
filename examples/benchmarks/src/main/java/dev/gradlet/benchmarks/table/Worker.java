package dev.gradlet.benchmarks.table;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The other end of a {@link WorkerMain}, with what was measured there. */
final class Worker implements AutoCloseable {
  final Setting setting;
  private final Process process;
  private final Path errors;
  private final PrintStream orders;
  private final BufferedReader answers;
  private final List<Double> nanos = new ArrayList<>();
  private double allocated = Double.NaN;

  Worker(Setting setting, Row row, String method) throws IOException {
    this.setting = setting;
    List<String> arguments = new ArrayList<>(List.of(setting.packageName() + "." + row.type(), method));
    row.params().forEach((name, value) -> arguments.add(name + "=" + value));
    errors = Files.createTempFile("gradlet-benchmark", ".err");
    ProcessBuilder builder = setting.process(WorkerMain.class.getName(), arguments.toArray(new String[0]));
    // Workers of one table take turns, so JMH's lock against others on this machine is in the way.
    builder.command().add(1, "-Djmh.ignoreLock=true");
    process = builder.redirectError(errors.toFile()).start();
    orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Results of three runs: the last returned number, then every array left behind. */
  List<float[]> check() throws IOException {
    Path file = Files.createTempFile("gradlet-benchmark", ".results");
    try {
      ask("check " + file);
      List<float[]> results = new ArrayList<>();
      try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        for (int left = in.readInt(); left > 0; left--) {
          float[] values = new float[in.readInt()];
          for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
          }
          results.add(values);
        }
      }
      return results;
    } finally {
      Files.delete(file);
    }
  }

  void warmUp(int millis) throws IOException {
    ask("measure " + Math.max(1, millis / 500) + " 500 1 50");
  }

  /** One turn: a short iteration to have the caches back, then those that count. */
  void measure(int iterations, int millis) throws IOException {
    String[] numbers = ask("measure 1 100 " + iterations + " " + millis).split(" ");
    allocated = Double.parseDouble(numbers[0]);
    for (int i = 1; i < numbers.length; i++) {
      nanos.add(Double.parseDouble(numbers[i]));
    }
  }

  /** µs. */
  double median() {
    return Statistics.median(nanos) / 1000;
  }

  /** Bytes an operation, on the Java heap. */
  double allocated() {
    return allocated;
  }

  private String ask(String order) throws IOException {
    orders.println(order);
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(WorkerMain.ANSWER)) {
        return line.substring(WorkerMain.ANSWER.length());
      }
    }
    String trace = Files.readString(errors);
    throw new IOException(setting.label() + " ended: " + trace.substring(0, Math.min(2000, trace.length())));
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    Files.deleteIfExists(errors);
  }
}
