package dev.gradlet.nn.given;

import dev.gradlet.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sentences about arguments that are missing, or are not what generics promise and an unchecked cast may break. */
public final class Given {
  private Given() {}

  public static <T> T notNull(String operation, String what, T value) {
    if (value == null) {
      throw new NullPointerException(operation + ": " + what + " is null");
    }
    return value;
  }

  public static <T> T instance(Class<T> type, String operation, String what, Object value) {
    if (!type.isInstance(notNull(operation, what, value))) {
      throw new IllegalArgumentException(
          operation + ": " + what + " is a " + value.getClass().getName() + ", must be a " + type.getSimpleName());
    }
    return type.cast(value);
  }

  /** Copies parameters. */
  public static List<Tensor> tensors(String operation, Iterable<?> given) {
    List<Tensor> tensors = new ArrayList<>();
    for (Object element : notNull(operation, "the list of parameters", given)) {
      tensors.add(instance(Tensor.class, operation, "parameter " + tensors.size(), element));
    }
    return tensors;
  }

  /** Copies a map whose keys are names. */
  public static <T> Map<String, T> named(Class<T> type, String operation, String what, Map<?, ?> given) {
    Map<String, T> named = new LinkedHashMap<>();
    notNull(operation, "the map of each " + what, given).forEach((key, value) -> {
      String name = instance(String.class, operation, "the name of a " + what, key);
      named.put(name, instance(type, operation, what + " '" + name + "'", value));
    });
    return named;
  }

  /** Copies a state dict. */
  public static Map<String, Tensor> state(Map<?, ?> given) {
    return named(Tensor.class, "loadStateDict", "tensor", notNull("loadStateDict", "state", given));
  }
}
