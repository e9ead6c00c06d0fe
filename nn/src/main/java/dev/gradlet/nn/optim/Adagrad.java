package dev.gradlet.nn.optim;

import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.Tensor;
import java.util.Objects;

/**
 * Adagrad (Duchi, Hazan and Singer 2011): the gradient by the root of the sum of all its squares so far. With gradient
 * g, value w, learning rate η and its decay δ, and weight decay λ, at the parameter's step t:
 *
 * <pre>
 * g ← g + λ w
 * v ← v + g²
 * w ← w − η / (1 + (t − 1) δ) · g / (√v + ε)
 * </pre>
 *
 * <p>{@code weightDecay = wd} equals adding the penalty wd/2 · Σ‖w‖² to the loss.
 */
public final class Adagrad extends Optimizer {
  /**
   * What Adagrad can be told. Immutable: each method returns other options.
   *
   * @param initialAccumulator what v starts from
   */
  public record Options(
      double learningRate,
      double learningRateDecay,
      double weightDecay,
      double initialAccumulator,
      double epsilon,
      boolean maximize) {
    /** @throws IllegalArgumentException if a number is NaN, infinite or negative */
    public Options {
      Ranges.notNegative("Adagrad: learning rate", learningRate);
      Ranges.notNegative("Adagrad: learning rate decay", learningRateDecay);
      Ranges.notNegative("Adagrad: weight decay", weightDecay);
      Ranges.notNegative("Adagrad: initial accumulator", initialAccumulator);
      Ranges.notNegative("Adagrad: epsilon", epsilon);
    }

    /** With the learning rate η. */
    public Options learningRate(double learningRate) {
      return new Options(learningRate, learningRateDecay, weightDecay, initialAccumulator, epsilon, maximize);
    }

    /** With the rate at which η falls with the steps. */
    public Options learningRateDecay(double learningRateDecay) {
      return new Options(learningRate, learningRateDecay, weightDecay, initialAccumulator, epsilon, maximize);
    }

    /** With the weight decay λ. */
    public Options weightDecay(double weightDecay) {
      return new Options(learningRate, learningRateDecay, weightDecay, initialAccumulator, epsilon, maximize);
    }

    /** With what the sum of g² starts from. */
    public Options initialAccumulator(double initialAccumulator) {
      return new Options(learningRate, learningRateDecay, weightDecay, initialAccumulator, epsilon, maximize);
    }

    /** With the ε that keeps the denominator from 0. */
    public Options epsilon(double epsilon) {
      return new Options(learningRate, learningRateDecay, weightDecay, initialAccumulator, epsilon, maximize);
    }

    /** Uphill, along the gradient, or not. */
    public Options maximize(boolean maximize) {
      return new Options(learningRate, learningRateDecay, weightDecay, initialAccumulator, epsilon, maximize);
    }
  }

  private final Options options;

  /** ε = 1e-10, everything else off. */
  public static Options options(double learningRate) {
    return new Options(learningRate, 0, 0, 0, 1e-10, false);
  }

  /** Of one group of parameters, with that learning rate. */
  public Adagrad(double learningRate, Iterable<? extends Tensor> parameters) {
    this(options(learningRate), parameters);
  }

  /** Of groups of parameters, with that learning rate where they have none of their own. */
  public Adagrad(double learningRate, ParameterGroup... groups) {
    this(options(learningRate), groups);
  }

  /** Of one group of parameters. */
  public Adagrad(Options options, Iterable<? extends Tensor> parameters) {
    this(options, group(parameters));
  }

  /** Of groups of parameters, with the options where they have none of their own. */
  public Adagrad(Options options, ParameterGroup... groups) {
    super(Objects.requireNonNull(options, "Adagrad: the options are null").learningRate, options.weightDecay, groups);
    this.options = options;
  }

  @Override
  protected Options options() {
    return options;
  }

  @Override
  protected Tensor update(Tensor value, Tensor gradient, State state) {
    Tensor g = state.decayed(value, options.maximize ? gradient.neg() : gradient);
    Tensor before = state.step() == 1 ? state.kept("sum").add(options.initialAccumulator) : state.kept("sum");
    Tensor sum = state.keep("sum", before.add(g.square()));
    double rate = state.learningRate() / (1 + (state.step() - 1) * options.learningRateDecay);
    return value.sub(g.mul(rate).div(sum.sqrt().add(options.epsilon)));
  }
}
