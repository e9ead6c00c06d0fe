package dev.gradlet.nn;

import dev.gradlet.Autograd;
import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of a module's parameters and buffers by name, read and written. */
final class StateDict {
  private StateDict() {}

  static Map<String, Tensor> of(Module module) {
    Unseen.check(module);
    Map<String, Tensor> state = new LinkedHashMap<>();
    Members.state(module).forEach((name, member) -> state.put(name, value(member)));
    return state;
  }

  private static Tensor value(Object member) {
    return member instanceof Buffer buffer ? buffer.value() : ((Parameter) member).detach();
  }

  private static void assign(Object member, Tensor value) {
    if (member instanceof Buffer buffer) {
      buffer.assign(value);
    } else {
      ((Parameter) member).assign(value);
    }
  }

  static void load(Module module, Map<String, ? extends Tensor> given) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : Given.notNull("loadStateDict", "state", given).entrySet()) {
      String name = String.valueOf(entry.getKey());
      state.put(name, Checks.tensor("loadStateDict", name, entry.getValue()));
    }
    Unseen.check(module);
    Map<String, Object> members = Members.state(module);
    List<String> faults = new ArrayList<>();
    Map<Object, Tensor> values = new LinkedHashMap<>();
    members.forEach((name, member) -> {
      Tensor value = state.get(name);
      Tensor present = value(member);
      if (value == null) {
        faults.add(name + " is missing");
      } else if (!value.shape().equals(present.shape())) {
        faults.add(name + " is " + value.shape() + ", must be " + present.shape());
      } else if (value.dtype() != present.dtype() && !(value.dtype().isFloating() && present.dtype().isFloating())) {
        faults.add(name + " is " + value.dtype() + ", must be " + accepted(present.dtype()));
      } else {
        values.put(member, value.detach().to(present.dtype()));
      }
    });
    state.keySet().stream().filter(k -> !members.containsKey(k)).forEach(k -> faults.add(k + " is unexpected"));
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("loadStateDict: " + String.join("; ", faults) + "; nothing was loaded");
    }
    Autograd.evaluate(values.values());
    values.forEach(StateDict::assign);
  }

  private static String accepted(DType dtype) {
    return dtype.isFloating() ? DType.FLOAT32 + " or " + DType.FLOAT64 : dtype.toString();
  }
}
