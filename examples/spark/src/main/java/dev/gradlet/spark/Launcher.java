package dev.gradlet.spark;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.launcher.JavaModuleOptions;

/** Gives a driver under plain {@code java} the options that Spark needs: it starts again, with them. */
public final class Launcher {
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private Launcher() {}

  /** Prints the options, for JVMs that are started otherwise. */
  public static void main(String[] args) {
    System.out.println(JavaModuleOptions.defaultModuleOptions());
  }

  /** The class path of this JVM, valid in every directory. */
  static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Whether this JVM has Spark's options, as under {@code spark-submit}. */
  static boolean hasOptions() {
    return Object.class.getModule().isOpen("sun.nio.ch", Launcher.class.getModule());
  }

  /** Runs this class's main method in a JVM like this one but with Spark's options; returns its exit code. */
  static int restart(Class<?> main, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(List.of(args));
    Process driver = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(driver::destroy));
    return driver.waitFor();
  }
}
