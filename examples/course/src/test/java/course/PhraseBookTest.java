package course;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.Tensor;
import java.io.IOException;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java half of phrase-book.md, compiled and run section by section: each line gives what stands beside it. */
class PhraseBookTest {
  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| `([^`]+)` \\| (?:`([^`]+)` = )?(.+) \\|");
  private static final Pattern ASSIGNMENT = Pattern.compile("^(?:[\\w\\[\\]]+ )?(\\w+) = .*");
  private static final String IMPORTS = """
      import dev.gradlet.*;
      import dev.gradlet.nn.*;
      import dev.gradlet.nn.io.*;
      import dev.gradlet.nn.optim.*;
      import java.util.function.Function;

      """;

  /** A line, what to look at after it, and what that is. */
  private record Row(String java, String seen, String gives) {}

  private record Section(String title, List<Row> rows) {
    @Override
    public String toString() {
      return title;
    }
  }

  static Stream<Section> sections() throws IOException {
    return Arrays.stream(Files.readString(Path.of("phrase-book.md")).split("\n## ")).skip(1).map(text -> {
      List<Row> rows = new ArrayList<>();
      for (String line : text.lines().filter(l -> l.startsWith("| `")).toList()) {
        Matcher row = ROW.matcher(line);
        assertThat(row.matches()).as(line).isTrue();
        Matcher assignment = ASSIGNMENT.matcher(row.group(2));
        assertThat(row.group(3) != null || assignment.matches()).as("%s says what it gives", line).isTrue();
        rows.add(new Row(row.group(2), row.group(3) != null ? row.group(3) : assignment.group(1), row.group(4)));
      }
      return new Section(text.lines().findFirst().orElseThrow(), rows);
    });
  }

  @Test
  void sections_haveAllLines() throws IOException {
    assertThat(sections().mapToInt(section -> section.rows.size()).sum()).isGreaterThan(110);
  }

  /** In a class of its own, which tells the test what it sees after each line. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("sections")
  void section_run_givesWhatItSays(Section section, @TempDir Path folder) throws Exception {
    String body = section.rows.stream().map(row -> row.java + "\n    see.apply(" + row.seen + ");")
        .collect(Collectors.joining("\n    "));
    List<String> seen = new ArrayList<>();
    Function<Object, Object> see = value -> seen.add(shown(value));

    Jvm.compiled(folder, "Phrases", IMPORTS + "public class Phrases {\n  public static void run("
            + "Function<Object, Object> see, java.nio.file.Path file) throws Exception {\n    " + body + "\n  }\n}\n")
        .getMethod("run", Function.class, Path.class).invoke(null, see, folder.resolve("model.safetensors"));

    assertThat(IntStream.range(0, seen.size()).mapToObj(i -> section.rows.get(i).java + "  " + seen.get(i)))
        .containsExactlyElementsOf(section.rows.stream().map(row -> row.java + "  " + row.gives).toList());
  }

  // ---- values as the book writes them ----

  private static String shown(Object value) {
    if (value instanceof Tensor tensor) {
      double[] elements = tensor.toDoubleArray();
      boolean isBool = tensor.dtype().toString().equals("BOOL");
      return nested(tensor.shape().toArray(), 0, 0,
          i -> isBool ? String.valueOf(elements[i] != 0) : number(elements[i]));
    } else if (value instanceof List<?> list) {
      return list.stream().map(PhraseBookTest::shown).collect(Collectors.joining(", ", "[", "]"));
    } else if (value != null && value.getClass().isArray()) {
      return IntStream.range(0, Array.getLength(value)).mapToObj(i -> shown(Array.get(value, i)))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof Number number ? number(number.doubleValue()) : String.valueOf(value);
  }

  private static String nested(int[] sizes, int axis, int from, IntFunction<String> element) {
    if (axis == sizes.length) {
      return element.apply(from);
    }
    ToIntFunction<Integer> elements = a -> Arrays.stream(sizes, a, sizes.length).reduce(1, (x, y) -> x * y);
    int stride = elements.applyAsInt(axis + 1);
    return IntStream.range(0, sizes[axis]).mapToObj(i -> nested(sizes, axis + 1, from + i * stride, element))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String number(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
    return value == 0 ? "0" : rounded.toPlainString();
  }
}
