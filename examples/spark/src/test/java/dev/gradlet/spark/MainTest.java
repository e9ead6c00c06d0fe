package dev.gradlet.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.nn.io.SafeTensors;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The example as it is started by hand: under plain java, with a cluster of its own. */
@Tag("cluster-of-its-own")
class MainTest {
  private static final int STEPS = 20;

  @TempDir
  private Path directory;

  @Test
  void main_driverKilledAndStartedAgain_savesTheSameBytes() throws Exception {
    var uninterrupted = directory.resolve("uninterrupted.safetensors");
    var file = directory.resolve("killed.safetensors");
    CommandLine.populateCommand(new Main(), options(uninterrupted)).train(TestCluster.SPARK);

    var launcher = start(file);
    await(() -> step(file) >= 2);
    var processes = launcher.descendants().toList();
    launcher.children().forEach(ProcessHandle::destroyForcibly);
    assertThat(end(launcher)).isNotZero();
    await(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(processes).hasSizeGreaterThanOrEqualTo(4);
    assertThat(step(file)).isBetween(2, STEPS - 1);

    assertThat(end(start(file))).isZero();
    assertThat(step(file)).isEqualTo(STEPS);
    assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(uninterrupted));
  }

  private static String[] options(Path checkpoint) {
    return new String[] {"--workers", "1", "--memory", "512m", "--rows", "3000", "--clusters", "3", "--widths", "8,2",
      "--pretrain", "10", "--steps", "10", "--fraction", "0.5", "--save-every", "1",
      "--checkpoint", checkpoint.toString()};
  }

  private static Process start(Path checkpoint) throws IOException {
    var command = new ArrayList<>(List.of(Launcher.JAVA));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:") || option.startsWith("-Dspark."))
        .forEach(command::add);
    command.addAll(List.of("-cp", Launcher.classPath(), Main.class.getName()));
    command.addAll(List.of(options(checkpoint)));
    var log = Path.of(checkpoint + ".log").toFile();
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
  }

  private static int end(Process process) throws InterruptedException {
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private static int step(Path file) {
    return Files.exists(file) ? Integer.parseInt(SafeTensors.read(file).metadata().get("step")) : 0;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for three minutes").isLessThan(end);
      Thread.sleep(20);
    }
  }
}
