package dev.gradlet.nn.optim;

import dev.gradlet.Autograd;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Stateful;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Moves parameters against their gradients, one {@link #step} at a time. A rule is written in tensor operations on one
 * parameter; a step evaluates the new values and states of all parameters together. A parameter without a gradient is
 * left alone: no decay, and its own count of steps stands still.
 */
public abstract class Optimizer implements Stateful {
  private final List<Group> groups = new ArrayList<>();

  /**
   * An optimizer of these groups; the other arguments hold for groups that leave them out.
   *
   * @throws IllegalArgumentException if there is no parameter, one is there twice, or one is not a variable
   */
  protected Optimizer(double learningRate, double weightDecay, ParameterGroup... groups) {
    Objects.requireNonNull(groups, () -> name() + ": the groups are null");
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (ParameterGroup group : groups) {
      Objects.requireNonNull(group, () -> name() + ": group " + this.groups.size() + " is null");
      for (Tensor parameter : group.parameters()) {
        check(parameter, seen.add(parameter));
      }
      this.groups.add(new Group(
          group, group.learningRate().orElse(learningRate), group.weightDecay().orElse(weightDecay)));
    }
    if (seen.isEmpty()) {
      throw new IllegalArgumentException(name()
          + ": there is no parameter to optimize; a module has those in its fields, lists, maps and arrays");
    }
  }

  private void check(Tensor parameter, boolean isNew) {
    if (!isNew || !parameter.isVariable()) {
      throw new IllegalArgumentException(
          name() + ": a parameter of shape " + parameter.shape() + " in group " + groups.size()
              + (isNew ? " is no variable: give a Parameter, or a tensor of requireGrad()" : " is there twice"));
    }
  }

  /**
   * The rule, for one parameter: its new value.
   *
   * @param value what it is now
   * @param gradient its gradient, of the same shape and dtype
   * @param state its options, and what earlier steps left
   */
  protected abstract Tensor update(Tensor value, Tensor gradient, State state);

  /** Moves every parameter that has a gradient. */
  public final void step() {
    Autograd.noGrad(() -> {
      Map<Tensor, Tensor> updates = new LinkedHashMap<>();
      List<Tensor> results = new ArrayList<>();
      for (Group group : groups) {
        for (State state : group.states) {
          Tensor gradient = state.parameter.grad();
          if (gradient != null) {
            state.step++;
            Tensor updated = update(state.parameter.detach(), gradient.detach(), state);
            updates.put(state.parameter, updated);
            results.add(updated);
            results.addAll(state.kept.values());
          }
        }
      }
      Autograd.evaluate(results);
      updates.forEach(Tensor::assign);
    });
  }

  /** Clears the gradients of all parameters: {@code grad()} is null until the next backward pass. */
  public final void zeroGrad() {
    groups.forEach(g -> g.states.forEach(s -> s.parameter.zeroGrad()));
  }

  /** The number of parameter groups. */
  public final int groups() {
    return groups.size();
  }

  /** The learning rate of the first group. */
  public final double learningRate() {
    return learningRate(0);
  }

  /** The learning rate of a group, counted from 0. */
  public final double learningRate(int group) {
    return group(group).learningRate;
  }

  /** Gives all groups this learning rate, from the next step on. */
  public final void setLearningRate(double learningRate) {
    for (int i = 0; i < groups.size(); i++) {
      setLearningRate(i, learningRate);
    }
  }

  /** Gives a group, counted from 0, this learning rate, from the next step on. */
  public final void setLearningRate(int group, double learningRate) {
    Ranges.notNegative(name() + ": learning rate", learningRate);
    group(group).learningRate = learningRate;
  }

  /**
   * What was kept for each parameter, and the learning rates: {@code Adam.state.0.step}, {@code Adam.state.0.exp_avg},
   * {@code Adam.param_groups.0.lr}. Parameters and groups are numbered in the order in which they were given.
   */
  @Override
  public final Map<String, Tensor> stateDict() {
    return OptimizerState.of(name(), groups);
  }

  /**
   * Continues from the state of an optimizer of the same rule and groups. Its other options stay its own.
   *
   * @throws IllegalArgumentException naming what is missing, unexpected, or does not fit its parameter; nothing is
   *     loaded then
   */
  @Override
  public final void loadStateDict(Map<String, ? extends Tensor> state) {
    OptimizerState.load(name(), groups, Objects.requireNonNull(state, "loadStateDict: state is null"));
  }

  private Group group(int index) {
    if (index < 0 || index >= groups.size()) {
      throw new IllegalArgumentException(
          name() + ": group " + index + " must be between 0 and " + (groups.size() - 1));
    }
    return groups.get(index);
  }

  private String name() {
    return getClass().getSimpleName();
  }

  static final class Group {
    final List<State> states;
    final double weightDecay;
    double learningRate;

    Group(ParameterGroup group, double learningRate, double weightDecay) {
      this.states = group.parameters().stream().map(p -> new State(p, this)).toList();
      this.learningRate = learningRate;
      this.weightDecay = weightDecay;
    }
  }

  /** What a rule needs to know of one parameter, and the tensors that it keeps for it from step to step. */
  protected static final class State {
    final Tensor parameter;
    final Map<String, Tensor> kept = new LinkedHashMap<>();
    long step;
    private final Group group;

    private State(Tensor parameter, Group group) {
      this.parameter = parameter;
      this.group = group;
    }

    /** The number of this parameter's step, 1 for its first. */
    public long step() {
      return step;
    }

    public double learningRate() {
      return group.learningRate;
    }

    public double weightDecay() {
      return group.weightDecay;
    }

    /** What was last kept under this name; zeros of the parameter's shape before. */
    public Tensor kept(String name) {
      Tensor tensor = kept.get(name);
      return tensor == null ? Tensor.zerosLike(parameter) : tensor;
    }

    /** Keeps a tensor under this name, and returns it. */
    public Tensor keep(String name, Tensor tensor) {
      kept.put(name, tensor);
      return tensor;
    }
  }
}
