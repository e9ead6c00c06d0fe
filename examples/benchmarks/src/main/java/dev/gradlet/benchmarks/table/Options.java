package dev.gradlet.benchmarks.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the command line says: which tables, which rows and settings, how long. */
record Options(List<String> tables, Map<String, String> values) {
  private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

  static {
    DEFAULTS.put("only", ".*");
    DEFAULTS.put("kernels", "vector,plain");
    DEFAULTS.put("jdks", "17,25");
    DEFAULTS.put("threads", "1,2");
    DEFAULTS.put("rounds", "5");
    DEFAULTS.put("warmup", "4000");
    DEFAULTS.put("iterations", "5");
    DEFAULTS.put("millis", "100");
  }

  static Options parse(String[] args) {
    Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
    List<String> tables = new ArrayList<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (equals < 0) {
        tables.add(arg);
      } else if (values.replace(arg.substring(0, equals), arg.substring(equals + 1)) == null) {
        throw new IllegalArgumentException(arg + ": there is no such option, only " + DEFAULTS);
      }
    }
    return new Options(tables.isEmpty() ? List.of("workloads") : tables, values);
  }

  /** Rows whose name begins with this regular expression. */
  boolean includes(Row row) {
    return Pattern.compile(values.get("only")).matcher(row.id()).lookingAt();
  }

  List<String> kernels() {
    return Arrays.asList(values.get("kernels").split(","));
  }

  List<Integer> threads() {
    return Arrays.stream(values.get("threads").split(",")).map(Integer::valueOf).toList();
  }

  /** Those of the wanted JDKs that are installed. */
  List<Jdk> jdks() throws IOException {
    List<String> wanted = Arrays.asList(values.get("jdks").split(","));
    return Jdk.installed().stream()
        .filter(jdk -> wanted.contains(Integer.toString(jdk.version())))
        .sorted(Comparator.comparingInt(Jdk::version))
        .toList();
  }

  int number(String name) {
    return Integer.parseInt(values.get(name));
  }
}
