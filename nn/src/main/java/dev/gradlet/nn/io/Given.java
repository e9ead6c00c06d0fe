package dev.gradlet.nn.io;

import java.util.LinkedHashMap;
import java.util.Map;

/** The sentences about arguments that are missing, or are not what generics promise and an unchecked cast may break. */
final class Given {
  private Given() {}

  static <T> T notNull(String operation, String what, T value) {
    if (value == null) {
      throw new NullPointerException(operation + ": " + what + " is null");
    }
    return value;
  }

  static <T> T instance(Class<T> type, String operation, String what, Object value) {
    if (!type.isInstance(notNull(operation, what, value))) {
      throw new IllegalArgumentException(
          operation + ": " + what + " is a " + value.getClass().getName() + ", must be a " + type.getSimpleName());
    }
    return type.cast(value);
  }

  /** A copy of a map whose keys are names. */
  static <T> Map<String, T> named(Class<T> type, String operation, String what, Map<?, ?> given) {
    Map<String, T> named = new LinkedHashMap<>();
    notNull(operation, "the map of each " + what, given).forEach((key, value) -> {
      String name = instance(String.class, operation, "the name of a " + what, key);
      named.put(name, instance(type, operation, what + " '" + name + "'", value));
    });
    return named;
  }
}
