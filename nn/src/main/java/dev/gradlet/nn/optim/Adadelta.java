package dev.gradlet.nn.optim;

import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.Tensor;
import java.util.Objects;

/**
 * Adadelta (Zeiler 2012, arXiv 1212.5701): the gradient in units of the parameter, by running means of the squares of
 * both. With gradient g, value w, learning rate η and weight decay λ:
 *
 * <pre>
 * g ← g + λ w
 * v ← ρ v + (1 − ρ) g²
 * d ← √(u + ε) / √(v + ε) · g
 * u ← ρ u + (1 − ρ) d²
 * w ← w − η d
 * </pre>
 *
 * <p>{@code weightDecay = wd} equals adding the penalty wd/2 · Σ‖w‖² to the loss.
 */
public final class Adadelta extends Optimizer {
  /** What Adadelta can be told. Immutable: each method returns other options. */
  public record Options(double learningRate, double rho, double epsilon, double weightDecay, boolean maximize) {
    /** @throws IllegalArgumentException if a number is NaN, infinite or negative, or ρ is 1 or more */
    public Options {
      Ranges.notNegative("Adadelta: learning rate", learningRate);
      Ranges.decayRate("Adadelta: rho", rho);
      Ranges.notNegative("Adadelta: epsilon", epsilon);
      Ranges.notNegative("Adadelta: weight decay", weightDecay);
    }

    /** With the learning rate η. */
    public Options learningRate(double learningRate) {
      return new Options(learningRate, rho, epsilon, weightDecay, maximize);
    }

    /** With the decay rate ρ of the running means, below 1. */
    public Options rho(double rho) {
      return new Options(learningRate, rho, epsilon, weightDecay, maximize);
    }

    /** With the ε that starts the steps and keeps the denominator from 0. */
    public Options epsilon(double epsilon) {
      return new Options(learningRate, rho, epsilon, weightDecay, maximize);
    }

    /** With the weight decay λ. */
    public Options weightDecay(double weightDecay) {
      return new Options(learningRate, rho, epsilon, weightDecay, maximize);
    }

    /** Uphill, along the gradient, or not. */
    public Options maximize(boolean maximize) {
      return new Options(learningRate, rho, epsilon, weightDecay, maximize);
    }
  }

  private final Options options;

  /** ρ = 0.9, ε = 1e-6, no weight decay. */
  public static Options options(double learningRate) {
    return new Options(learningRate, 0.9, 1e-6, 0, false);
  }

  /** Of one group of parameters, with that learning rate, which is 1 in the paper. */
  public Adadelta(double learningRate, Iterable<? extends Tensor> parameters) {
    this(options(learningRate), parameters);
  }

  /** Of groups of parameters, with that learning rate where they have none of their own. */
  public Adadelta(double learningRate, ParameterGroup... groups) {
    this(options(learningRate), groups);
  }

  /** Of one group of parameters. */
  public Adadelta(Options options, Iterable<? extends Tensor> parameters) {
    this(options, group(parameters));
  }

  /** Of groups of parameters, with the options where they have none of their own. */
  public Adadelta(Options options, ParameterGroup... groups) {
    super(Objects.requireNonNull(options, "Adadelta: the options are null").learningRate, options.weightDecay, groups);
    this.options = options;
  }

  @Override
  protected Options options() {
    return options;
  }

  @Override
  protected Tensor update(Tensor value, Tensor gradient, State state) {
    Tensor g = state.decayed(value, options.maximize ? gradient.neg() : gradient);
    Tensor v = state.keepMean("square_avg", options.rho, g.square());
    Tensor u = state.kept("acc_delta");
    Tensor d = u.add(options.epsilon).sqrt().div(v.add(options.epsilon).sqrt()).mul(g);
    state.keepMean("acc_delta", options.rho, d.square());
    return value.sub(d.mul(state.learningRate()));
  }
}
