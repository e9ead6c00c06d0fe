package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The imports with which a script begins: Module and Parameter by name, as java.lang and java.lang.reflect have them.
 */
class ImportsTest {
  private static final String IMPORTS =
      """
      import static dev.gradlet.nn.optim.ParameterGroup.group;
      import dev.gradlet.*;
      import dev.gradlet.nn.*;
      import dev.gradlet.nn.Module;
      import dev.gradlet.nn.Parameter;
      import dev.gradlet.nn.optim.*;
      """;
  private static final String BODY =
      """
        record Net(Linear linear, Parameter scale) implements Module {}
        Module module() { return new Net(new Linear(2, 3), Parameter.of(Tensor.ones(3))); }
        MSELoss loss() { return new MSELoss(Reduction.SUM); }
        Optimizer optimizer() { return new Adam(1e-3, group(module().parameters())); }
      """;

  @TempDir
  Path directory;

  @Test
  void importBlock_ofAClass_compiles() throws IOException {
    assertThat(errors(IMPORTS + "class Script {\n" + BODY + "}\n")).isEmpty();
  }

  @Test
  void importBlock_ofACompactSourceFile_compiles() throws IOException {
    assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(25);

    assertThat(errors(IMPORTS + BODY + "void main() { module(); }\n")).isEmpty();
  }

  private String errors(String source) throws IOException {
    Path file = Files.writeString(directory.resolve("Script.java"), source);
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    ToolProvider.getSystemJavaCompiler().run(
        null, null, errors, "-cp", System.getProperty("java.class.path"), "-d", directory.toString(), file.toString());
    return errors.toString();
  }
}
