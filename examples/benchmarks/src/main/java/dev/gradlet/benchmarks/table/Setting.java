package dev.gradlet.benchmarks.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** In which virtual machine a workload runs. */
record Setting(String label, Path java, List<String> options, Map<String, String> environment, String packageName) {
  private static final String PACKAGE = "dev.gradlet.benchmarks";

  /** Vectors from the first loop on; plain kernels as a program meets them that does not add the module. */
  static Setting gradlet(Jdk jdk, String kernels, int threads, String... more) {
    List<String> options = new ArrayList<>(List.of("-Dgradlet.kernels=" + kernels, "-Dgradlet.threads=" + threads));
    if (kernels.equals("vector")) {
      options.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    }
    options.addAll(List.of(more));
    return new Setting(label(kernels, jdk.version(), threads), jdk.java(), options, Map.of(), PACKAGE);
  }

  static String label(String kernels, int jdk, int threads) {
    return kernels + " " + jdk + " " + threads;
  }

  /** As a user starts a program: kernels are chosen while it runs, and not vectors from the first loop on. */
  Setting unforced() {
    List<String> left = options.stream().filter(option -> !option.startsWith("-Dgradlet.kernels=vector")).toList();
    return new Setting(label, java, left, environment, packageName);
  }

  Setting named(String label) {
    return new Setting(label, java, options, environment, packageName);
  }

  /**
   * PyTorch on one thread. JavaCPP neither checks memory nor collects pointers, as scopes close them. glibc's malloc
   * keeps large blocks, else each operation on a large tensor pays for fresh pages; that takes a single arena, as those
   * of Java's threads cannot hold large blocks. W5: 525 ms untuned, 528 without the single arena, 109 with it.
   */
  static Setting pytorch(Jdk jdk) {
    return new Setting(
        "PyTorch",
        jdk.java(),
        List.of(
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-Dorg.bytedeco.javacpp.noPointerGC=true"),
        Map.of(
            "OMP_NUM_THREADS", "1",
            "OPENBLAS_NUM_THREADS", "1",
            "MALLOC_ARENA_MAX", "1",
            "MALLOC_MMAP_THRESHOLD_", "4294967296",
            "MALLOC_TRIM_THRESHOLD_", "17179869184",
            "MALLOC_TOP_PAD_", "67108864"),
        PACKAGE + ".pytorch");
  }

  /** Whether the build included PyTorch; classes of an earlier build may be left over without it. */
  static boolean hasPyTorch() {
    ClassLoader classes = Setting.class.getClassLoader();
    return classes.getResource(PACKAGE.replace('.', '/') + "/pytorch/KMeans.class") != null
        && classes.getResource("org/bytedeco/pytorch/Tensor.class") != null;
  }

  boolean isPyTorch() {
    return packageName.endsWith("pytorch");
  }

  /** A process of this setting that runs a class of the benchmarks' class path. */
  ProcessBuilder process(String main, String... arguments) {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }
}
