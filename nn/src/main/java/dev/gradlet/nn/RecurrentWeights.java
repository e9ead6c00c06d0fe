package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The parameters of a recurrent layer in one direction: W_ih [gates · hidden, in], W_hh [gates · hidden, hidden] and
 * two biases [gates · hidden], or none. All start uniform in ±1/√hidden.
 */
final class RecurrentWeights {
  private final String name;
  private final RecurrentRule rule;
  private final Parameter weightIh;
  private final Parameter weightHh;
  private final Parameter biasIh;
  private final Parameter biasHh;

  RecurrentWeights(
      String name, RecurrentRule rule, DType dtype, long in, long hidden, boolean bias, Generator random) {
    this.name = name;
    this.rule = rule;
    Checks.positive(name, "input size", in);
    Checks.positive(name, "hidden size", hidden);
    Given.notNull(name, "random", random);
    double bound = 1 / Math.sqrt(hidden);
    long rows = rule.gates * hidden;
    this.weightIh = Init.symmetric(dtype, bound, random, rows, in);
    this.weightHh = Init.symmetric(dtype, bound, random, rows, hidden);
    this.biasIh = bias ? Init.symmetric(dtype, bound, random, rows) : null;
    this.biasHh = bias ? Init.symmetric(dtype, bound, random, rows) : null;
  }

  /** The parameters under PyTorch's names, with a suffix such as {@code _l0}. */
  Map<String, Parameter> members(String suffix) {
    Map<String, Parameter> members = new LinkedHashMap<>();
    members.put("weight_ih" + suffix, weightIh);
    members.put("weight_hh" + suffix, weightHh);
    if (biasIh != null) {
      members.put("bias_ih" + suffix, biasIh);
      members.put("bias_hh" + suffix, biasHh);
    }
    return members;
  }

  int in() {
    return weightIh.size(1);
  }

  int hidden() {
    return weightHh.size(1);
  }

  /** The next state of a cell: x [n, in], each state [n, hidden]. */
  List<Tensor> next(Tensor x, Tensor... state) {
    Checks.rank(name, "input", "[n, " + in() + "]", 2, x);
    checkWidth(x);
    checkState(x.size(0), state);
    return rule.next(
        applied(gates(weightIh, biasIh), x), applied(gates(weightHh, biasHh), state[0]), List.of(state));
  }

  /** The state that is all zeros, for a batch of n. */
  Tensor[] zeros(Tensor x, int n) {
    return IntStream.range(0, rule.states)
        .mapToObj(i -> Tensor.zeros(x.dtype(), n, hidden()))
        .toArray(Tensor[]::new);
  }

  void checkWidth(Tensor x) {
    if (x.size(-1) != in()) {
      throw new IllegalArgumentException(
          name + ": input " + x.shape() + ": its last axis must be of size " + in());
    }
  }

  private void checkState(int n, Tensor... state) {
    for (Tensor part : state) {
      if (Checks.floating(name, "state", part).rank() != 2 || part.size(0) != n || part.size(1) != hidden()) {
        throw new IllegalArgumentException(
            name + ": state " + part.shape() + " must be [" + n + ", " + hidden() + "]");
      }
    }
  }

  /**
   * The states after each step of x [steps, n, in], in the order of the steps even if they are walked from the last to
   * the first.
   */
  List<List<Tensor>> walk(Tensor x, List<Tensor> state, boolean isReversed) {
    int steps = x.size(0);
    List<List<Tensor>> inputs = applied(gates(weightIh, biasIh), x).stream().map(Axes::unstacked).toList();
    List<Gate> hidden = gates(weightHh, biasHh);
    Map<Integer, List<Tensor>> states = new LinkedHashMap<>();
    List<Tensor> current = state;
    for (int i = 0; i < steps; i++) {
      int step = isReversed ? steps - 1 - i : i;
      List<Tensor> input = inputs.stream().map(ofSteps -> ofSteps.get(step)).toList();
      current = rule.next(input, applied(hidden, current.get(0)), current);
      states.put(step, current);
    }
    return IntStream.range(0, steps).mapToObj(states::get).toList();
  }

  /** The rows of one gate: its weight, transposed, and its bias or null. */
  private record Gate(Tensor weight, Tensor bias) {
    Tensor of(Tensor x) {
      Tensor y = x.matmul(weight);
      return bias == null ? y : y.add(bias);
    }
  }

  /** Gate by gate, as the gradient of a slice of all gates would be as large as all of them. */
  private List<Gate> gates(Tensor weight, Tensor bias) {
    int size = hidden();
    return IntStream.range(0, rule.gates)
        .mapToObj(k -> new Gate(
            weight.narrow(0, k * size, size).transpose(), bias == null ? null : bias.narrow(0, k * size, size)))
        .toList();
  }

  private static List<Tensor> applied(List<Gate> gates, Tensor x) {
    return gates.stream().map(gate -> gate.of(x)).toList();
  }
}
