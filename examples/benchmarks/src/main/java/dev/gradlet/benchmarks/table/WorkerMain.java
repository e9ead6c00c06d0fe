package dev.gradlet.benchmarks.table;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One virtual machine of the table: it holds one workload and, each time it is told, lets JMH measure a few iterations
 * within itself and says what they took. Between its turns it waits, warm.
 */
final class WorkerMain {
  static final String ANSWER = "@ ";

  private WorkerMain() {}

  /** Arguments: class, method, parameters as name=value. */
  public static void main(String[] args) throws Exception {
    Map<String, String> params = new LinkedHashMap<>();
    for (String param : Arrays.asList(args).subList(2, args.length)) {
      params.put(param.substring(0, param.indexOf('=')), param.substring(param.indexOf('=') + 1));
    }
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.split(" ", 2);
      System.out.println(ANSWER
          + (words[0].equals("check")
              ? check(args[0], args[1], params, Path.of(words[1]))
              : measure(args[0], args[1], params, words[1].split(" "))));
    }
    System.exit(0);
  }

  /** Runs three times from the start, and writes what came out. */
  private static String check(String type, String method, Map<String, String> params, Path file)
      throws ReflectiveOperationException, IOException {
    Bound bound = Bound.of(type, method, params);
    double last = Double.NaN;
    for (int i = 0; i < 3; i++) {
      last = bound.run();
    }
    try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(1 + bound.workload.results().size());
      out.writeInt(1);
      out.writeFloat((float) last);
      for (float[] values : bound.workload.results()) {
        out.writeInt(values.length);
        for (float value : values) {
          out.writeFloat(value);
        }
      }
    }
    return "written";
  }

  /** The bytes allocated an operation, then ns an operation of each iteration. */
  private static String measure(String type, String method, Map<String, String> params, String[] numbers)
      throws RunnerException {
    ChainedOptionsBuilder options = new OptionsBuilder()
        .include("^" + Pattern.quote(type + "." + method) + "$")
        .forks(0)
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.NANOSECONDS)
        .warmupIterations(Integer.parseInt(numbers[0]))
        .warmupTime(TimeValue.milliseconds(Long.parseLong(numbers[1])))
        .measurementIterations(Integer.parseInt(numbers[2]))
        .measurementTime(TimeValue.milliseconds(Long.parseLong(numbers[3])))
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
    params.forEach(options::param);
    RunResult result = new Runner(options.build()).runSingle();
    StringJoiner line = new StringJoiner(" ");
    line.add(Double.toString(allocated(result)));
    for (IterationResult iteration : result.getBenchmarkResults().iterator().next().getIterationResults()) {
      line.add(Double.toString(iteration.getPrimaryResult().getScore()));
    }
    return line.toString();
  }

  private static double allocated(RunResult result) {
    return result.getSecondaryResults().entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
        .mapToDouble(entry -> entry.getValue().getScore())
        .findFirst()
        .orElse(Double.NaN);
  }
}
