package dev.gradlet.nn.optim;

import dev.gradlet.Autograd;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.Stateful;
import dev.gradlet.nn.given.Given;
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
 * parameter; a step evaluates the new values and states of all parameters together. A parameter without a gradient, or
 * a frozen one, is left alone: no decay, and its own count of steps stands still.
 */
public abstract class Optimizer implements Stateful {
  private final List<Group> groups = new ArrayList<>();
  /** What is kept for each parameter, in their order. */
  final List<State> states = new ArrayList<>();

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
    this.groups.forEach(group -> states.addAll(group.states));
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

  /** Moves every parameter that has a gradient: all of them or, if the rule fails, none. */
  public final void step() {
    List<State> moving = new ArrayList<>();
    for (State state : states) {
      if (state.begin()) {
        moving.add(state);
      }
    }
    try {
      Autograd.noGrad(() -> {
        prepare(moving);
        move(moving);
      });
    } catch (RuntimeException | Error e) {
      moving.forEach(State::undo);
      throw e;
    }
    List<Tensor> replaced = new ArrayList<>();
    moving.forEach(state -> state.end(replaced));
    if (isOfThisPackage()) {
      Autograd.free(replaced);
    }
  }

  /** A rule of the user's own may have put aside what it was given. */
  private boolean isOfThisPackage() {
    return getClass().getPackage() == Optimizer.class.getPackage();
  }

  /** What a rule that looks at all parameters together does before it looks at each. */
  void prepare(List<State> moving) {}

  private void move(List<State> moving) {
    List<Tensor> results = new ArrayList<>();
    for (State state : moving) {
      results.add(checked(update(state.parameter.detach(), state.gradient, state), state.parameter));
    }
    List<Tensor> values = List.copyOf(results);
    moving.forEach(s -> results.addAll(s.kept.values()));
    Autograd.evaluate(results);
    for (int i = 0; i < values.size(); i++) {
      moving.get(i).parameter.assign(values.get(i));
    }
  }

  private Tensor checked(Tensor value, Tensor parameter) {
    if (value == null || !value.shape().equals(parameter.shape()) || value.dtype() != parameter.dtype()) {
      throw new IllegalStateException(name() + ": the rule gives "
          + (value == null ? "null" : value.dtype() + " " + value.shape()) + " for a parameter " + parameter.dtype()
          + " " + parameter.shape());
    }
    return value;
  }

  /** Clears the gradients of all parameters: {@code grad()} is null until the next backward pass. */
  public final void zeroGrad() {
    states.forEach(s -> s.parameter.zeroGrad());
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
    return new OptimizerState(name(), groups, states).toMap();
  }

  /**
   * Continues from the state of an optimizer of the same rule and groups. Its other options stay its own.
   *
   * @throws IllegalArgumentException naming what is missing, unexpected, or does not fit its parameter; nothing is
   *     loaded then
   */
  @Override
  public final void loadStateDict(Map<String, ? extends Tensor> state) {
    new OptimizerState(name(), groups, states).load(Given.state(state));
  }

  private Group group(int index) {
    if (index < 0 || index >= groups.size()) {
      throw new IllegalArgumentException(
          name() + ": group " + index + " must be between 0 and " + (groups.size() - 1));
    }
    return groups.get(index);
  }

  final String name() {
    return getClass().getSimpleName();
  }

  /** The options of the rule, for printing: a record, or text. */
  protected Object options() {
    return "";
  }

  /** The rule and its options, then a line for each group. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name()).append(options().toString().replaceFirst("^Options", ""));
    for (int i = 0; i < groups.size(); i++) {
      text.append("\n  group ").append(i).append(": ").append(groups.get(i));
    }
    return text.toString();
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

    @Override
    public String toString() {
      long elements = states.stream().mapToLong(s -> s.parameter.elements()).sum();
      return states.size() + (states.size() == 1 ? " parameter" : " parameters") + " of " + elements
          + " elements, learning rate " + learningRate + ", weight decay " + weightDecay;
    }
  }

  /** What a rule needs to know of one parameter, and the tensors that it keeps for it from step to step. */
  protected static final class State {
    final Tensor parameter;
    final Map<String, Tensor> kept = new LinkedHashMap<>();
    long step;
    private final Group group;
    /** During a step. */
    private Tensor gradient;
    private long stepBefore;
    private Map<String, Tensor> keptBefore = Map.of();

    private State(Tensor parameter, Group group) {
      this.parameter = parameter;
      this.group = group;
    }

    boolean isFrozen() {
      return parameter instanceof Parameter learnt && learnt.isFrozen();
    }

    /** Whether this parameter is moved by the step that begins. */
    private boolean begin() {
      gradient = isFrozen() ? null : parameter.grad();
      if (gradient == null) {
        return false;
      }
      remember();
      step++;
      return true;
    }

    /** Ends a step, and tells what this state no longer has: the gradient, and what was kept before. */
    private void end(List<Tensor> replaced) {
      for (Tensor tensor : keptBefore.values()) {
        if (!kept.containsValue(tensor)) {
          replaced.add(tensor);
        }
      }
      if (!kept.containsValue(gradient)) {
        replaced.add(gradient);
      }
      gradient = null;
      keptBefore = Map.of();
    }

    /** What {@link #undo} returns to. */
    void remember() {
      stepBefore = step;
      keptBefore = new LinkedHashMap<>(kept);
    }

    void undo() {
      gradient = null;
      step = stepBefore;
      kept.clear();
      kept.putAll(keptBefore);
    }

    /** The number of this parameter's step, 1 for its first. */
    public long step() {
      return step;
    }

    /** The group's learning rate at this step. */
    public double learningRate() {
      return group.learningRate;
    }

    /** The group's; 0 if the parameter says that it is not decayed. */
    public double weightDecay() {
      return parameter instanceof Parameter learnt && !learnt.isDecayed() ? 0 : group.weightDecay;
    }

    /** The gradient of the loss with the penalty λ/2 · ‖value‖² for weight decay λ: gradient + λ · value. */
    public Tensor decayed(Tensor value, Tensor gradient) {
      return weightDecay() == 0 ? gradient : gradient.add(value.mul(weightDecay()));
    }

    /** What was last kept under this name; zeros of the parameter's shape before. */
    public Tensor kept(String name) {
      Tensor tensor = kept.get(name);
      return tensor == null ? Tensor.zerosLike(parameter) : tensor;
    }

    /** Keeps the running mean of what it is given at each step, decay · mean + (1 − decay) · x, and returns it. */
    Tensor keepMean(String name, double decay, Tensor x) {
      return keep(name, kept(name).mul(decay).add(x.mul(1 - decay)));
    }

    /** Keeps a tensor under this name, and returns it. */
    public Tensor keep(String name, Tensor tensor) {
      kept.put(name, tensor);
      return tensor;
    }
  }
}
