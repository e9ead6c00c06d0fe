package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.optim.Optimizer;
import dev.gradlet.nn.optim.ParameterGroup;
import java.util.ArrayList;
import java.util.List;

/** A rule from outside the package, which keeps the gradients that it is given: as its state, and beside it. */
public final class RuleOfTheUsers extends Optimizer {
  /** Of each step: a gradient, and its double, which nothing has computed yet. */
  public final List<Tensor> aside = new ArrayList<>();

  public RuleOfTheUsers(List<Parameter> parameters) {
    super(0.01, 0, ParameterGroup.group(parameters));
  }

  @Override
  protected Tensor update(Tensor value, Tensor gradient, State state) {
    aside.add(gradient);
    aside.add(gradient.mul(2));
    Tensor before = state.kept("before");
    return value.sub(state.keep("before", gradient).add(before).mul(state.learningRate()));
  }
}
