package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of its own module, as a user would have it, in a Java of its own. */
class ModulePathTest {
  private static final String HINT = "--add-modules jdk.incubator.vector";

  private static final String MODULE = "module app { requires dev.gradlet; }";
  private static final String PROGRAM = """
      package app;

      import dev.gradlet.Tensor;

      public class Main {
        public static void main(String[] arguments) {
          Tensor x = Tensor.of(1, 2, 3).to(dev.gradlet.DType.FLOAT32).requireGrad();
          Tensor loss = x.exp().log().square().sum();
          loss.backward();
          System.out.println("loss " + Math.round(loss.item()) + " gradient " + x.grad().mul(0.5).sub(x).norm().item());
          for (int i = 0; i < Integer.getInteger("more", 0); i++) {
            Tensor.of(new float[1 << 20]).exp().sum().item();
          }
          System.out.println("vector " + ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
        }
      }
      """;

  @TempDir Path folder;

  private Path classes;
  private Path modules;

  @BeforeEach
  void compile() throws IOException, URISyntaxException {
    classes = Path.of(Tensor.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    modules = folder.resolve("modules");
    Path sources = Files.createDirectories(folder.resolve("app"));
    Files.writeString(sources.resolve("module-info.java"), MODULE);
    Files.writeString(sources.resolve("Main.java"), PROGRAM);
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    StringWriter messages = new StringWriter();
    PrintWriter writer = new PrintWriter(messages);
    int status = javac.run(
        writer, writer, "-p", classes.toString(), "-d", modules.toString(),
        sources.resolve("module-info.java").toString(), sources.resolve("Main.java").toString());
    assertThat(status).as("%s", messages).isZero();
  }

  /** What the program prints, then the status with which it ends. */
  private String run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("-p", classes + File.pathSeparator + modules, "-m", "app/app.Main"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return output + "status " + process.waitFor();
  }

  @Test
  void run_withoutTheVectorModule_worksAndSaysSoOnceItWouldBeFaster() throws Exception {
    String output = run();
    assertThat(output)
        .contains("loss 14 gradient").contains("vector false").doesNotContain(HINT).endsWith("status 0");

    String longer = run("-Dmore=300");
    assertThat(longer).contains("loss 14 gradient").contains("vector false").endsWith("status 0");
    assertThat(longer.split(HINT, -1)).as(longer).hasSize(2);
  }

  @Test
  void run_withTheVectorModule_worksWithoutAWord() throws Exception {
    String output = run("--add-modules", "jdk.incubator.vector");

    assertThat(output).contains("loss 14 gradient").contains("vector true").doesNotContain(HINT).endsWith("status 0");
  }

  @Test
  void run_plainKernelsAskedFor_worksWithoutAWord() throws Exception {
    assertThat(run("-Dgradlet.kernels=plain")).contains("loss 14 gradient").doesNotContain(HINT).endsWith("status 0");
  }

  @Test
  void run_vectorKernelsAskedForInVain_saysWhatIsMissing() throws Exception {
    assertThat(run("-Dgradlet.kernels=vector"))
        .contains("gradlet.kernels=vector needs the module").contains(HINT).endsWith("status 1");
  }
}
