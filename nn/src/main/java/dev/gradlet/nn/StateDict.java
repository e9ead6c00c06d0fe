package dev.gradlet.nn;

import dev.gradlet.Autograd;
import dev.gradlet.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of a module's parameters by name, read and written. */
final class StateDict {
  private StateDict() {}

  static Map<String, Tensor> of(Module module) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    Members.allNames(module).forEach((name, parameter) -> state.put(name, parameter.detach()));
    return state;
  }

  static void load(Module module, Map<String, ? extends Tensor> given) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : Checks.notNull("loadStateDict", "state", given).entrySet()) {
      String name = String.valueOf(entry.getKey());
      state.put(name, Checks.tensor("loadStateDict", name, entry.getValue()));
    }
    Map<String, Parameter> parameters = Members.allNames(module);
    List<String> faults = new ArrayList<>();
    Map<Parameter, Tensor> values = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> {
      Tensor value = state.get(name);
      if (value == null) {
        faults.add(name + " is missing");
      } else if (!value.shape().equals(parameter.shape())) {
        faults.add(name + " is " + value.shape() + ", must be " + parameter.shape());
      } else if (!value.dtype().isFloating()) {
        faults.add(name + " is " + value.dtype() + ", must be FLOAT32 or FLOAT64");
      } else {
        values.put(parameter, value.detach().to(parameter.dtype()));
      }
    });
    state.keySet().stream().filter(k -> !parameters.containsKey(k)).forEach(k -> faults.add(k + " is unexpected"));
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("loadStateDict: " + String.join("; ", faults) + "; nothing was loaded");
    }
    Autograd.evaluate(values.values());
    values.forEach(Parameter::assign);
  }
}
