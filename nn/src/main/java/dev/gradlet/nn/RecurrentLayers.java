package dev.gradlet.nn;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The layers of a recurrent network, in one direction or two. */
final class RecurrentLayers {
  private final String name;
  private final RecurrentRule rule;
  private final RecurrentOptions options;
  private final List<RecurrentWeights> weights = new ArrayList<>();
  private final Dropout dropout;

  /** What a walk over all steps gives: the output of the last layer, and the last states, [layers · directions, …]. */
  record Result(Tensor output, List<Tensor> last) {}

  RecurrentLayers(String name, RecurrentRule rule, RecurrentOptions options, Generator random) {
    this.name = name;
    this.rule = rule;
    this.options = Given.notNull(name, "options", options);
    this.dropout = new Dropout(options.dropout(), Given.notNull(name, "random", random));
    for (int i = 0; i < options.layers() * directions(); i++) {
      long in = i < directions() ? options.in() : options.hidden() * directions();
      weights.add(new RecurrentWeights(
          name, rule, options.dtype(), in, options.hidden(), options.bias(), random));
    }
  }

  private int directions() {
    return options.bidirectional() ? 2 : 1;
  }

  /** The parameters under PyTorch's names: {@code weight_ih_l0}, {@code weight_ih_l0_reverse}. */
  Map<String, Parameter> members() {
    Map<String, Parameter> members = new LinkedHashMap<>();
    for (int i = 0; i < weights.size(); i++) {
      members.putAll(weights.get(i).members("_l" + i / directions() + (i % directions() == 1 ? "_reverse" : "")));
    }
    return members;
  }

  void training(boolean training) {
    dropout.training(training);
  }

  boolean isTraining() {
    return dropout.isTraining();
  }

  /** @param initial the states before the first step, each [layers · directions, n, hidden]; none for zeros */
  Result forward(Tensor input, Tensor... initial) {
    String expected = options.batchFirst() ? "[n, steps, " : "[steps, n, ";
    Checks.rank(name, "input", expected + options.in() + "]", 3, input);
    weights.get(0).checkWidth(input);
    Tensor x = options.batchFirst() ? input.transpose(0, 1) : input;
    if (x.size(0) == 0) {
      throw new IllegalArgumentException(name + ": input " + input.shape() + " must have a step or more");
    }
    checkInitial(x.size(1), initial);
    List<List<Tensor>> last = new ArrayList<>();
    for (int layer = 0; layer < options.layers(); layer++) {
      x = layer(layer > 0 ? dropout.forward(x) : x, layer, last, initial);
    }
    List<Tensor> states = new ArrayList<>();
    for (int i = 0; i < rule.states; i++) {
      int state = i;
      states.add(Tensor.stack(0, last.stream().map(s -> s.get(state)).toArray(Tensor[]::new)));
    }
    return new Result(options.batchFirst() ? x.transpose(0, 1) : x, states);
  }

  /** The outputs of one layer in all directions, [steps, n, directions · hidden]; adds its last states. */
  private Tensor layer(Tensor x, int layer, List<List<Tensor>> last, Tensor... initial) {
    Tensor[] outputs = new Tensor[directions()];
    for (int direction = 0; direction < outputs.length; direction++) {
      int index = layer * outputs.length + direction;
      RecurrentWeights own = weights.get(index);
      List<Tensor> start = new ArrayList<>();
      for (Tensor state : initial.length == 0 ? own.zeros(x, x.size(1)) : initial) {
        start.add(initial.length == 0 ? state : state.select(0, index));
      }
      boolean isReversed = direction == 1;
      List<List<Tensor>> states = own.walk(x, start, isReversed);
      last.add(states.get(isReversed ? 0 : states.size() - 1));
      outputs[direction] = Tensor.stack(0, states.stream().map(s -> s.get(0)).toArray(Tensor[]::new));
    }
    return outputs.length == 1 ? outputs[0] : Tensor.concat(2, outputs);
  }

  private void checkInitial(int n, Tensor... initial) {
    for (Tensor state : initial) {
      Checks.floating(name, "state", state);
      if (state.rank() != 3 || state.size(0) != weights.size() || state.size(1) != n
          || state.size(2) != options.hidden()) {
        throw new IllegalArgumentException(name + ": state " + state.shape() + " must be [" + weights.size() + ", "
            + n + ", " + options.hidden() + "]");
      }
    }
  }

  @Override
  public String toString() {
    return name + options.toString().replaceFirst("^RecurrentOptions", "");
  }
}
