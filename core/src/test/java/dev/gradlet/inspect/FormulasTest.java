package dev.gradlet.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulasTest {
  private static final Pattern ROW = Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s+([A-Z0-9]+)\\(Domain",
      Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"Unary", "Binary"})
  void of_rows_isWhatTheirDocumentationSays(String table) throws IOException {
    String source = Files.readString(Path.of("src/main/java/dev/gradlet/" + table + ".java"));
    Matcher rows = ROW.matcher(source);
    int count = 0;
    while (rows.find()) {
      String doc = rows.group(1).replaceAll("\\s*\\n\\s*\\* ?", " ").replaceAll(" +(?=;)|(?<!;) +", " ").strip();
      assertThat(Formulas.of(rows.group(2).toLowerCase(Locale.ROOT))).isEqualTo(doc);
      count++;
    }
    assertThat(count).isGreaterThan(6);
  }
}
