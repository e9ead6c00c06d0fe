package dev.gradlet.nn.optim;

import dev.gradlet.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What generics promise of the tensors that a user gives, and an unchecked cast may break. */
final class Given {
  private Given() {}

  static List<Tensor> tensors(String operation, Iterable<?> given) {
    List<Tensor> tensors = new ArrayList<>();
    for (Object element : Objects.requireNonNull(given, () -> operation + ": the parameters are null")) {
      tensors.add(tensor(operation, "parameter " + tensors.size(), element));
    }
    return tensors;
  }

  static Map<String, Tensor> state(String operation, Map<?, ?> given) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    Objects.requireNonNull(given, () -> operation + ": state is null").forEach((key, element) -> {
      String name = String.valueOf(key);
      state.put(name, tensor(operation, name, element));
    });
    return state;
  }

  private static Tensor tensor(String operation, String name, Object element) {
    Objects.requireNonNull(element, () -> operation + ": " + name + " is null");
    if (element instanceof Tensor tensor) {
      return tensor;
    }
    throw new IllegalArgumentException(
        operation + ": " + name + " is a " + element.getClass().getName() + ", must be a Tensor");
  }
}
