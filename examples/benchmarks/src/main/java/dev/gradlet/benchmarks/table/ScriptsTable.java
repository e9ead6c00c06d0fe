package dev.gradlet.benchmarks.table;

import dev.gradlet.benchmarks.PeakMemory;
import dev.gradlet.benchmarks.scripts.DigitsClassifier;
import dev.gradlet.benchmarks.scripts.LinearRegression;
import dev.gradlet.benchmarks.scripts.Script;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Whole processes from start to exit, on all cores: wall time and peak memory, in turns. */
final class ScriptsTable {
  private static final String MAIN_JOB = "dev.gradlet.examples.Main";
  private static final String DIGITS = "/dev/gradlet/examples/digits.csv.gz";

  private ScriptsTable() {}

  private record Program(String name, String main, List<String> arguments, boolean inPython) {
    ProcessBuilder in(Setting setting) {
      return setting.process(main, arguments.toArray(String[]::new));
    }
  }

  private record Run(double seconds, double megabytes) {}

  /** A way to start a program, or nothing where it cannot be. */
  private record Way(String label, Start start) {}

  private interface Start {
    Optional<ProcessBuilder> of(Program program) throws IOException, InterruptedException;
  }

  static boolean print(Options options) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("gradlet-scripts");
    String digits = copied(DIGITS, directory).toString();
    List<Program> programs = List.of(
        new Program("the README's script", Script.class.getName(), List.of(), true),
        new Program("linear regression, 200 steps", LinearRegression.class.getName(), List.of(), true),
        new Program("a digits classifier, 20 epochs", DigitsClassifier.class.getName(), List.of(digits), true),
        new Program("the main job", MAIN_JOB, List.of("digits", "--out", directory.toString()), false));
    List<Way> ways = ways(options, directory);
    List<String> header = new ArrayList<>(List.of("s, MB"));
    ways.forEach(way -> header.add(way.label));
    System.out.println(Text.header(header.toArray(String[]::new)));
    for (Program program : programs) {
      List<String> cells = new ArrayList<>(List.of(program.name));
      cells.addAll(cells(program, ways, options.number("rounds"), directory));
      System.out.println(Text.row(cells));
    }
    return true;
  }

  private static List<Way> ways(Options options, Path directory) throws IOException {
    List<Way> ways = new ArrayList<>();
    int cores = Runtime.getRuntime().availableProcessors();
    ClassArchive archive = new ClassArchive(directory);
    for (Jdk jdk : options.jdks()) {
      for (String kernels : options.kernels()) {
        Setting setting = Setting.gradlet(jdk, kernels, cores).unforced();
        String label = kernels + " " + jdk.version();
        ways.add(new Way(label, program -> Optional.of(program.in(setting))));
        ways.add(new Way(label + ", archive", program ->
            Optional.of(archived(archive, jdk, program.in(setting), program.main + "-" + label, directory))));
      }
    }
    python(directory).ifPresent(python -> ways.add(new Way("Python with PyTorch", program ->
        program.inPython ? Optional.of(inPython(python, program, directory)) : Optional.empty())));
    return ways;
  }

  private static List<String> cells(Program program, List<Way> ways, int rounds, Path directory)
      throws IOException, InterruptedException {
    List<List<Run>> runs = IntStream.range(0, ways.size()).<List<Run>>mapToObj(i -> new ArrayList<>()).toList();
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < ways.size(); i++) {
        Optional<ProcessBuilder> start = ways.get(i).start.of(program);
        if (start.isPresent()) {
          runs.get(i).add(run(start.get().directory(directory.toFile()), program.name + ", " + ways.get(i).label));
        }
      }
    }
    return runs.stream()
        .map(ofWay -> ofWay.isEmpty() ? "–"
            : Text.number(Statistics.median(ofWay.stream().map(Run::seconds).toList())) + ", "
                + Text.number(Statistics.median(ofWay.stream().map(Run::megabytes).toList())))
        .toList();
  }

  private static Run run(ProcessBuilder builder, String what) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    double megabytes = Double.NaN;
    while (!process.waitFor(5, TimeUnit.MILLISECONDS)) {
      double now = PeakMemory.megabytes(process.pid());
      megabytes = Double.isNaN(now) ? megabytes : now;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new IOException(what + ": the program failed");
    }
    return new Run(seconds, megabytes);
  }

  /** With its archive, which it first writes if it has none. */
  private static ProcessBuilder archived(
      ClassArchive archive, Jdk jdk, ProcessBuilder program, String name, Path directory)
      throws IOException, InterruptedException {
    if (!archive.has(name)) {
      run(archive.writing(jdk, program, name).directory(directory.toFile()), name);
    }
    return archive.reading(jdk, program, name);
  }

  private static ProcessBuilder inPython(Path python, Program program, Path directory) {
    List<String> command = new ArrayList<>(List.of(python.toString()));
    command.add(copied("/" + program.main.replace('.', '/') + ".py", directory).toString());
    command.addAll(program.arguments);
    return new ProcessBuilder(command);
  }

  /** The first of the path's that has PyTorch. */
  private static Optional<Path> python(Path directory) throws IOException {
    for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path python = Path.of(place, "python3");
      if (Files.isExecutable(python)) {
        try {
          run(new ProcessBuilder(python.toString(), "-c", "import torch").directory(directory.toFile()), "python3");
          return Optional.of(python);
        } catch (IOException withoutTorch) {
          System.err.println(python + " has no PyTorch");
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
    return Optional.empty();
  }

  private static Path copied(String resource, Path directory) {
    Path copy = directory.resolve(resource.substring(resource.lastIndexOf('/') + 1));
    try (InputStream in = ScriptsTable.class.getResourceAsStream(resource)) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return copy;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
