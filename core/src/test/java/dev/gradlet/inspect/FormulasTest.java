package dev.gradlet.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.engine.graph.Operation;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulasTest {
  private static final Pattern ROW = Pattern.compile("((?: *// .*\\n)+) *case ([A-Z0-9]+) -> new Row\\(");

  @ParameterizedTest
  @ValueSource(strings = {"Unary", "Binary"})
  void of_rows_isWhatTheirDocumentationSays(String table) throws IOException {
    String source = Files.readString(Path.of("src/main/java/dev/gradlet/" + table + ".java"));
    Matcher rows = ROW.matcher(source);
    int count = 0;
    while (rows.find()) {
      String doc = rows.group(1).replaceAll("(?m)^ *//|\\n", "").replaceAll(" +(?=;)|(?<!;) +", " ").strip();
      assertThat(Formulas.of(rows.group(2).toLowerCase(Locale.ROOT))).isEqualTo(doc);
      count++;
    }
    assertThat(count).isGreaterThan(6);
  }

  /** Whatever its arguments: a label tells the kind, not the axis. */
  @Test
  void labels_areThoseOfAllOperations() throws ReflectiveOperationException {
    Set<String> labels = new TreeSet<>();
    for (Class<?> kind : kinds(Class.forName("dev.gradlet.Op"))) {
      for (Object operation : kind.isEnum() ? kind.getEnumConstants() : made(kind).toArray()) {
        labels.add(((Operation) operation).label());
      }
    }
    labels.removeIf(label -> label.startsWith("to "));

    assertThat(Formulas.labels()).containsExactlyInAnyOrderElementsOf(labels);
    assertThat(Formulas.of("to INT32")).isEqualTo("y = x as INT32;  dx = g in the dtype of x.");
    assertThat(Formulas.of("Cube")).isEqualTo("y = Cube(x);  dx = its vjp of g.");
  }

  private static List<Class<?>> kinds(Class<?> kind) {
    return kind.isSealed()
        ? Arrays.stream(kind.getPermittedSubclasses()).flatMap(k -> kinds(k).stream()).distinct()
            .filter(k -> !k.getSimpleName().equals("Custom")).toList()
        : List.of(kind);
  }

  /** One for each constant of the enums among its components. */
  private static List<Object> made(Class<?> kind) throws ReflectiveOperationException {
    RecordComponent[] components = kind.getRecordComponents();
    Constructor<?> constructor = kind.getDeclaredConstructor(
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
    constructor.setAccessible(true);
    List<Object> made = new ArrayList<>();
    int most = Arrays.stream(components).mapToInt(c -> c.getType().isEnum() ? c.getType().getEnumConstants().length : 1)
        .max().orElse(1);
    for (int i = 0; i < most; i++) {
      int constant = i;
      made.add(constructor.newInstance(Arrays.stream(components).map(c -> value(c.getType(), constant)).toArray()));
    }
    return made;
  }

  private static Object value(Class<?> type, int constant) {
    return type == int.class ? 0 : type == boolean.class ? false : type.isEnum() ? type.getEnumConstants()[constant]
        : type == List.class ? List.of() : type.isArray() ? Array.newInstance(type.getComponentType(), 0) : null;
  }
}
