package dev.gradlet.nn.optim;

import dev.gradlet.Tensor;
import dev.gradlet.inspect.Lint;
import dev.gradlet.nn.Module;
import dev.gradlet.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@link Lint} of a module and its optimizer: also parameters that the optimizer holds though nothing uses them any
 * more, as after a layer was exchanged, and those of the module that it does not hold.
 *
 * <pre>{@code TrainingLint.of(model, optimizer, () -> trainFor(2)).forEach(System.out::println);}</pre>
 */
public final class TrainingLint {
  private TrainingLint() {}

  /** What looks like a slip, a sentence each; frozen parameters are left out. */
  public static List<String> of(Module model, Optimizer optimizer, Runnable loop) {
    Map<String, Parameter> learnt = new LinkedHashMap<>(notNull("module", model).namedParameters());
    notNull("loop", loop);
    Set<Tensor> held = new HashSet<>(notNull("optimizer", optimizer).states.stream().map(s -> s.parameter).toList());
    learnt.values().removeIf(Parameter::isFrozen);
    Map<Tensor, double[]> before = new HashMap<>();
    held.forEach(parameter -> before.put(parameter, parameter.toDoubleArray()));
    List<String> slips = new ArrayList<>(Lint.of(learnt, loop));
    learnt.forEach((name, parameter) -> {
      if (!held.remove(parameter)) {
        slips.add(name + " is not among the optimizer's parameters, so no step changes it");
      }
    });
    model.namedParameters().values().forEach(held::remove);
    for (Tensor parameter : held) {
      if (parameter.grad() == null && Arrays.equals(parameter.toDoubleArray(), before.get(parameter))) {
        slips.add("the optimizer holds a parameter of shape " + parameter.shape()
            + " that the model does not have and no step changed: make the optimizer after changing the model");
      }
    }
    return List.copyOf(slips);
  }

  private static <T> T notNull(String what, T value) {
    if (value == null) {
      throw new NullPointerException("lint: the " + what + " is null");
    }
    return value;
  }
}
