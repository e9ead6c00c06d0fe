package dev.gradlet.benchmarks.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A program that takes a thousand steps from a cold start and prints µs: the first, tenth, hundredth, and all. */
final class FirstSteps {
  private FirstSteps() {}

  /** Arguments: class, method, parameters as name=value. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Map<String, String> params = new HashMap<>();
    Arrays.stream(args).skip(2).map(param -> param.split("=")).forEach(pair -> params.put(pair[0], pair[1]));
    Bound step = Bound.of(args[0], args[1], params);
    double[] micros = new double[1001];
    long start = System.nanoTime();
    long before = start;
    for (int i = 1; i <= 1000; i++) {
      step.run();
      long now = System.nanoTime();
      micros[i] = (now - before) / 1e3;
      before = now;
    }
    System.out.println(micros[1] + " " + micros[10] + " " + micros[100] + " " + (before - start) / 1e3);
  }
}
