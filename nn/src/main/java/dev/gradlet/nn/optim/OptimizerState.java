package dev.gradlet.nn.optim;

import dev.gradlet.Autograd;
import dev.gradlet.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an optimizer keeps from step to step, as tensors by name; the same for every rule. */
final class OptimizerState {
  private final String rule;
  private final List<Optimizer.Group> groups;
  private final List<Optimizer.State> states;

  OptimizerState(String rule, List<Optimizer.Group> groups, List<Optimizer.State> states) {
    this.rule = rule;
    this.groups = groups;
    this.states = states;
  }

  private String stateKey(int parameter, String name) {
    return rule + ".state." + parameter + "." + name;
  }

  private String rateKey(int group) {
    return rule + ".param_groups." + group + ".lr";
  }

  Map<String, Tensor> toMap() {
    Map<String, Tensor> map = new LinkedHashMap<>();
    for (int i = 0; i < states.size(); i++) {
      map.put(stateKey(i, "step"), Tensor.scalar((double) states.get(i).step));
      for (Map.Entry<String, Tensor> kept : states.get(i).kept.entrySet()) {
        map.put(stateKey(i, kept.getKey()), kept.getValue().detach());
      }
    }
    for (int i = 0; i < groups.size(); i++) {
      map.put(rateKey(i), Tensor.scalar(groups.get(i).learningRate));
    }
    return map;
  }

  void load(Map<String, ? extends Tensor> map) {
    List<String> faults = new ArrayList<>();
    Set<String> unread = new HashSet<>(map.keySet());
    double[] steps = new double[states.size()];
    List<Map<String, Tensor>> kept = new ArrayList<>();
    for (int i = 0; i < steps.length; i++) {
      steps[i] = number(map, unread, stateKey(i, "step"), Long.MAX_VALUE, faults);
      if (steps[i] != Math.rint(steps[i])) {
        faults.add(stateKey(i, "step") + " is " + steps[i] + ", must be a whole number");
      }
      kept.add(kept(map, unread, i, faults));
    }
    double[] rates = new double[groups.size()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = number(map, unread, rateKey(i), Double.MAX_VALUE, faults);
    }
    map.keySet().stream().filter(unread::contains).forEach(key -> faults.add(key + " is unexpected"));
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("loadStateDict: " + String.join("; ", faults) + "; nothing was loaded");
    }
    Autograd.evaluate(kept.stream().flatMap(k -> k.values().stream()).toList());
    for (int i = 0; i < steps.length; i++) {
      states.get(i).step = (long) steps[i];
      kept.get(i).replaceAll((name, tensor) -> tensor.detach());
      states.get(i).kept.clear();
      states.get(i).kept.putAll(kept.get(i));
    }
    for (int i = 0; i < rates.length; i++) {
      groups.get(i).learningRate = rates[i];
    }
  }

  private double number(
      Map<String, ? extends Tensor> map, Set<String> unread, String key, double most, List<String> faults) {
    Tensor tensor = map.get(key);
    unread.remove(key);
    if (tensor == null || tensor.rank() != 0) {
      faults.add(key + (tensor == null ? " is missing" : " is " + tensor.shape() + ", must be a scalar"));
      return 0;
    }
    double value = tensor.item();
    if (!(value >= 0 && value <= most)) {
      faults.add(key + " is " + value + ", must be a finite number, 0 or more");
    }
    return value;
  }

  private Map<String, Tensor> kept(
      Map<String, ? extends Tensor> map, Set<String> unread, int index, List<String> faults) {
    Map<String, Tensor> kept = new LinkedHashMap<>();
    Tensor parameter = states.get(index).parameter;
    String prefix = stateKey(index, "");
    map.forEach((key, tensor) -> {
      if (key.startsWith(prefix) && unread.remove(key)) {
        if (!tensor.shape().equals(parameter.shape()) || !tensor.dtype().isFloating()) {
          faults.add(key + " is " + tensor.dtype() + " " + tensor.shape() + ", must be " + parameter.dtype() + " "
              + parameter.shape());
        } else {
          kept.put(key.substring(prefix.length()), tensor.detach().to(parameter.dtype()));
        }
      }
    });
    return kept;
  }
}
