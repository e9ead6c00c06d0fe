package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.engine.graph.Operation;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations that are the same share plans and values, so whatever tells them apart must be among their parameters. */
class SameOperationTest {

  /** All operations that are records, but those of components that no other has. */
  static Stream<Class<?>> records() throws Exception {
    Path classes = Path.of(Op.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(classes.resolve("dev/gradlet"))) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".class")).sorted()
          .<Class<?>>map(name -> load("dev.gradlet." + name.replace(".class", "")))
          .filter(type -> type.isRecord() && Op.class.isAssignableFrom(type) && type != Custom.class)
          .toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Op.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Object value(Class<?> type, int which) {
    if (type == int.class) {
      return 1 + which;
    } else if (type == boolean.class) {
      return which == 1;
    } else if (type == List.class) {
      return List.of(which);
    } else if (type == Shape.class) {
      return Shape.of(1 + which, 2 - which);
    }
    return type.getEnumConstants()[which];
  }

  /** With the first value of each component, but the second one of component {@code other}. */
  private static Operation operation(Class<?> type, int other) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[types.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(types[i], i == other ? 1 : 0);
    }
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return (Operation) constructor.newInstance(values);
  }

  @ParameterizedTest
  @MethodSource("records")
  void same_operationsThatDifferInOneComponent_areNot(Class<?> type) throws Exception {
    Operation operation = operation(type, -1);
    for (int i = 0; i < type.getRecordComponents().length; i++) {
      assertThat(Operation.same(operation, operation(type, i))).as(type.getRecordComponents()[i].getName()).isFalse();
    }
    Operation equal = operation(type, -1);
    assertThat(Operation.same(operation, equal)).isTrue();
    assertThat(equal.parameters()).hasSameHashCodeAs(operation.parameters());
  }
}
