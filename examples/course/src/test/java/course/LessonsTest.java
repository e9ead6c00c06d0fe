package course;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.inspect.Lint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every lesson's text quotes what its program prints and lines that it has; solutions are right, blanks are not.
 * {@code -Dgradlet.argLine=-Dcourse.quote=write} writes what is printed into the texts.
 */
class LessonsTest {
  private static final Pattern OUTPUT = Pattern.compile("```text\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** The last lesson quotes it. */
  private static final Path WALK = Path.of("../../core/src/main/java/dev/gradlet/Walk.java");

  static IntStream numbers() {
    return IntStream.rangeClosed(1, Lesson.ALL.size());
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void program_run_printsWhatTheTextQuotes(int number) throws IOException {
    Path text = folder(number).resolve("README.md");
    String printed = printed(Lesson.ALL.get(number - 1).program());
    String page = Files.readString(text);
    Matcher quote = OUTPUT.matcher(page);
    assertThat(quote.find()).as("%s quotes the output", text).isTrue();
    if ("write".equals(System.getProperty("course.quote"))) {
      page = page.substring(0, quote.start(1)) + printed + page.substring(quote.end(1));
      Files.writeString(text, page);
      return;
    }
    assertThat(quote.group(1)).isEqualTo(printed);
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void text_code_isInTheProgramOrTheEngine(int number) throws IOException {
    StringBuilder sources = new StringBuilder(lines(Files.readString(WALK)));
    try (var files = Files.newDirectoryStream(folder(number), "*.java")) {
      for (Path file : files) {
        sources.append(lines(Files.readString(file)));
      }
    }
    Matcher code = CODE.matcher(Files.readString(folder(number).resolve("README.md")));
    while (code.find()) {
      assertThat(sources.toString()).contains(lines(code.group(1)));
    }
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void exercises_blank_areReportedAsNotYetRight(int number) {
    Check check = new Check(new PrintStream(new ByteArrayOutputStream()));
    Lesson.ALL.get(number - 1).exercises().check(check);
    assertThat(check.asked()).isEqualTo(2);
    assertThat(check.right()).isZero();
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void exercises_solved_areRight(int number) throws ReflectiveOperationException {
    Exercise solutions = (Exercise) Class.forName(Lesson.folder(number) + ".Solutions")
        .getDeclaredConstructor().newInstance();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Check check = new Check(new PrintStream(out, true, StandardCharsets.UTF_8));
    solutions.check(check);
    assertThat(check.right()).as("%s", out.toString(StandardCharsets.UTF_8)).isEqualTo(2);
  }

  /** The lessons that train have none of the slips that run without an error. */
  @ParameterizedTest
  @ValueSource(ints = {7, 8})
  void program_training_isLintedWithoutAWord(int number) {
    List<String> slips = new ArrayList<>();
    printed(() -> slips.addAll(Lint.of(Lesson.ALL.get(number - 1).program())));
    assertThat(slips).isEmpty();
  }

  private static Path folder(int number) {
    return Path.of("lessons", Lesson.folder(number));
  }

  /** Without indentation, so that a text may quote a part of a method. */
  private static String lines(String code) {
    return code.strip().lines().map(String::strip).reduce("", (a, b) -> a + b + "\n");
  }

  private static String printed(Runnable program) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
