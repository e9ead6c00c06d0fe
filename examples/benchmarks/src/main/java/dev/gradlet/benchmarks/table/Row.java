package dev.gradlet.benchmarks.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of a table.
 *
 * @param benchmark class and method, as in {@code KMeans.forward}
 * @param alternatives methods of the namesake in PyTorch that do the same work with other operations
 */
record Row(String id, String benchmark, Map<String, String> params, List<String> alternatives) {
  static Row of(String id, String benchmark, String... params) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String param : params) {
      map.put(param.substring(0, param.indexOf('=')), param.substring(param.indexOf('=') + 1));
    }
    return new Row(id, benchmark, map, List.of());
  }

  Row or(String... methods) {
    return new Row(id, benchmark, params, List.of(methods));
  }

  String type() {
    return benchmark.substring(0, benchmark.indexOf('.'));
  }

  String method() {
    return benchmark.substring(benchmark.indexOf('.') + 1);
  }
}
