package dev.gradlet.benchmarks.table;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.spi.ToolProvider;

/**
 * Archives of the classes that a program loads, as a user may have the JVM write them once: class data sharing on JDK 17,
 * the ahead-of-time cache on 25, which holds profiles too. Both want a class path of jars.
 */
final class ClassArchive {
  private static final int AHEAD_OF_TIME = 25;

  private final Path directory;
  private final String classPath;

  /** @param directory where archives go, and the jars of classes that are not in one */
  ClassArchive(Path directory) throws IOException {
    this.directory = directory;
    StringJoiner jars = new StringJoiner(File.pathSeparator);
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
      jars.add(Files.isDirectory(Path.of(place)) ? jar(place) : place);
    }
    this.classPath = jars.toString();
  }

  private String jar(String classes) throws IOException {
    Path jar = Files.createTempFile(directory, "classes", ".jar");
    int failed = ToolProvider.findFirst("jar").orElseThrow().run(
        System.out, System.err, "--create", "--file", jar.toString(), "-C", classes, ".");
    if (failed != 0) {
      throw new IOException("jar cannot pack " + classes);
    }
    return jar.toString();
  }

  boolean has(String name) {
    return Files.exists(file(name));
  }

  private Path file(String name) {
    return directory.resolve(name + ".archive");
  }

  /** The program as it writes its archive. */
  ProcessBuilder writing(Jdk jdk, ProcessBuilder program, String name) {
    return with(jdk.version() < AHEAD_OF_TIME ? "-XX:ArchiveClassesAtExit=" : "-XX:AOTCacheOutput=", program, name);
  }

  /** The program with the archive that it wrote. */
  ProcessBuilder reading(Jdk jdk, ProcessBuilder program, String name) {
    return with(jdk.version() < AHEAD_OF_TIME ? "-XX:SharedArchiveFile=" : "-XX:AOTCache=", program, name);
  }

  private ProcessBuilder with(String option, ProcessBuilder program, String name) {
    List<String> command = new ArrayList<>(program.command());
    command.set(command.indexOf("-cp") + 1, classPath);
    command.add(1, option + file(name));
    return new ProcessBuilder(command);
  }
}
