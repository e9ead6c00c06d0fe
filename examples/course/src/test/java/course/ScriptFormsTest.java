package course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in forms, by the commands of the README; what is not installed here is read as it would read it. */
class ScriptFormsTest {
  private static final Path FORMS = Path.of("forms").toAbsolutePath();

  /** The command in the row that begins so. */
  private static List<String> command(String form) throws IOException {
    Matcher row = Pattern.compile("\\| " + form + "[^|]*\\| `([^`]*)` \\|").matcher(
        Files.readString(Path.of("README.md")));
    assertThat(row.find()).as(form).isTrue();
    return Jvm.command(row.group(1));
  }

  @Test
  void singleFile_onTheLauncher_fitsALine() throws Exception {
    assertThat(Jvm.run(command("one file"), null)).contains("w = 2.000, b = 1.000");
  }

  @Test
  void compactSourceFile_onJdk25_printsAGradient() throws Exception {
    assumeTrue(Runtime.version().feature() >= 25, "compact source files came with JDK 25");
    assertThat(Jvm.run(command("a compact source file"), null)).contains("tensor([2., 4., 6.]");
  }

  @Test
  void jshell_withTheStartUpFile_printsTensors() throws Exception {
    assertThat(Jvm.run(command("JShell"), FORMS.resolve("session.jsh"))).contains("tensor([2., 4., 6.]");
  }

  // ---- jbang ----

  /** jbang reads these lines, resolves the coordinates, compiles the file on them and starts it with the options. */
  @Test
  void jbang_header_isOfThisProjectAndStartsTheFile(@TempDir Path folder) throws Exception {
    Map<String, String> header = Files.readAllLines(FORMS.resolve("Fit.java")).stream()
        .map(line -> Pattern.compile("^//([A-Z_]+) +(\\S.*)$").matcher(line)).filter(Matcher::find)
        .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2), (a, b) -> a + "\n" + b, TreeMap::new));

    assertThat(header).containsOnlyKeys("DEPS", "JAVA", "REPOS", "RUNTIME_OPTIONS");
    assertThat(header.get("DEPS")).isEqualTo(coordinates());
    assertThat(header.get("REPOS").split(",")).as("what mvn install made, and what that needs").contains("mavenLocal");
    assertThat(header.get("JAVA")).matches("17\\+");
    assertThat(Files.readString(Jvm.TOP.resolve("README.md"))).contains(
        "`//DEPS " + header.get("DEPS") + "`", "`//RUNTIME_OPTIONS " + header.get("RUNTIME_OPTIONS") + "`");
    Jvm.compiled(folder, "Fit", Files.readString(FORMS.resolve("Fit.java")));
    assertThat(Jvm.run(Jvm.command("java " + header.get("RUNTIME_OPTIONS") + " -cp " + folder + File.pathSeparator
        + "$CP Fit"), null)).contains("w = 2.000, b = 1.000");
  }

  private static String coordinates() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    MatchResult parent = Pattern.compile("<groupId>(.*?)</groupId>\\s*<artifactId>gradlet-examples</artifactId>\\s*"
        + "<version>(.*?)</version>").matcher(pom).results().findFirst().orElseThrow();
    return parent.group(1) + ":gradlet-nn:" + parent.group(2);
  }

  // ---- Jupyter ----

  /** The kernel gives each cell to JShell, and lines with % to itself. */
  @Test
  void notebook_cells_runInJShell() throws IOException {
    List<String> cells = codeCells();
    List<String> magic = cells.stream().flatMap(String::lines).filter(line -> line.startsWith("%")).toList();
    assertThat(magic).containsExactly("%maven " + coordinates());
    String value = null;
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      shell.addToClasspath(System.getProperty("java.class.path"));
      for (String cell : cells) {
        String left = cell.lines().filter(line -> !line.startsWith("%")).collect(Collectors.joining("\n"));
        while (!left.isBlank()) {
          var complete = shell.sourceCodeAnalysis().analyzeCompletion(left);
          for (SnippetEvent event : shell.eval(complete.source())) {
            assertThat(event.exception()).as(complete.source()).isNull();
            assertThat(shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList())
                .as(complete.source()).isEmpty();
            value = event.value();
          }
          left = complete.remaining();
        }
      }
    }
    assertThat(value).isEqualTo("tensor([2., 4., 6.], shape=[3], dtype=FLOAT32)");
  }

  /** Of a notebook in format 4.5, whose cells have an id each. */
  private static List<String> codeCells() throws IOException {
    List<String> code = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    Map<String, String> top = new TreeMap<>();
    try (JsonParser json = new JsonFactory().createParser(Files.readString(FORMS.resolve("gradlet.ipynb")))) {
      String type = "";
      StringBuilder source = new StringBuilder();
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        String name = json.currentName() == null ? json.getParsingContext().getParent() == null ? ""
            : json.getParsingContext().getParent().getCurrentName() : json.currentName();
        if (token == JsonToken.VALUE_STRING && "cell_type".equals(name)) {
          type = json.getText();
        } else if (token == JsonToken.VALUE_STRING && "id".equals(name)) {
          ids.add(json.getText());
        } else if (token == JsonToken.VALUE_STRING && "source".equals(name)) {
          source.append(json.getText());
        } else if (token == JsonToken.END_ARRAY && "source".equals(name)) {
          if (type.equals("code")) {
            code.add(source.toString());
          }
          source.setLength(0);
        } else if (token.isScalarValue()) {
          top.put(name, json.getText());
        }
      }
    }
    assertThat(top).containsEntry("nbformat", "4").containsEntry("nbformat_minor", "5").containsEntry("name", "java");
    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(code.size());
    return code;
  }
}
