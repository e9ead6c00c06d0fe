package dev.gradlet.benchmarks.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An installed JDK. */
record Jdk(int version, Path java) {
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  /** This one, that of JAVA_25_HOME, and those beside this one: the first of each version. */
  static List<Jdk> installed() throws IOException {
    Path home = Path.of(System.getProperty("java.home")).toRealPath();
    Map<Integer, Jdk> found = new LinkedHashMap<>();
    add(home, found);
    if (System.getenv("JAVA_25_HOME") != null) {
      add(Path.of(System.getenv("JAVA_25_HOME")), found);
    }
    try (Stream<Path> siblings = Files.list(home.getParent())) {
      for (Path sibling : siblings.sorted().toList()) {
        add(sibling, found);
      }
    }
    return List.copyOf(found.values());
  }

  private static void add(Path home, Map<Integer, Jdk> found) throws IOException {
    Path release = home.resolve("release");
    Path java = home.resolve("bin/java");
    if (Files.isReadable(release) && Files.isExecutable(java)) {
      Matcher version = VERSION.matcher(Files.readString(release));
      if (version.find()) {
        int number = Integer.parseInt(version.group(1));
        found.putIfAbsent(number, new Jdk(number, java));
      }
    }
  }
}
