package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The file of the package shows the plan of an expression, the one that the engine makes, and tells tools what to check. */
class PackagePageTest {

  @Test
  void page_ofAnExpression_showsItsPlan() throws IOException {
    String source = Files.readString(Path.of("src", "main", "java", "dev", "gradlet", "package-info.java"));
    String page = source.lines().map(line -> line.replaceFirst("^ \\* ?", "") + "\n").reduce("", String::concat);
    Tensor x = Tensor.ones(DType.FLOAT32, 300, 400).add(0).evaluate();
    Tensor c = Tensor.ones(DType.FLOAT32, 400).add(0).evaluate();
    Tensor y = x.sub(c).square().sum(1);

    assertThat(page).contains("Tensor y = x.sub(c).square().sum(1);", Plans.of(y).toString());
  }

  /** A statement such as {@code h.relu();}, whose result is lost, is seen by tools that know the annotation. */
  @Test
  void package_isAnnotated_soThatIgnoredResultsAreSeen() throws IOException {
    try (InputStream compiled = Tensor.class.getResourceAsStream("package-info.class")) {
      assertThat(new String(compiled.readAllBytes(), StandardCharsets.ISO_8859_1))
          .contains("Ldev/gradlet/CheckReturnValue;");
    }
  }
}
