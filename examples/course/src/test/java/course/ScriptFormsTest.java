package course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scripts in forms, run as the README says. */
class ScriptFormsTest {
  private static final Path FORMS = Path.of("forms").toAbsolutePath();

  @Test
  void singleFile_onTheLauncher_fitsALine() throws Exception {
    assertThat(run(java("Fit.java"), null)).contains("w = 2.000, b = 1.000");
  }

  @Test
  void compactSourceFile_onJdk25_printsAGradient() throws Exception {
    assumeTrue(Runtime.version().feature() >= 25, "compact source files came with JDK 25");
    assertThat(run(java("Compact.java"), null)).contains("tensor([2., 4., 6.]");
  }

  @Test
  void jshell_withTheStartUpFile_printsTensors() throws Exception {
    List<String> command = List.of(tool("jshell"), "--class-path", System.getProperty("java.class.path"),
        "-R--add-modules=jdk.incubator.vector", "--startup", "DEFAULT",
        "--startup", FORMS.resolve("gradlet.jsh").toString());
    assertThat(run(command, FORMS.resolve("session.jsh"))).contains("tensor([2., 4., 6.]");
  }

  private static List<String> java(String file) {
    return List.of(tool("java"), "--add-modules", "jdk.incubator.vector",
        "-cp", System.getProperty("java.class.path"), FORMS.resolve(file).toString());
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private static String run(List<String> command, Path input) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (input != null) {
      builder.redirectInput(input.toFile());
    }
    Process process = builder.start();
    if (input == null) {
      process.getOutputStream().close();
    }
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
