package dev.gradlet.nn.optim;

import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.Tensor;
import java.util.Objects;

/**
 * RMSprop (Hinton 2012, lecture 6e of "Neural Networks for Machine Learning"): the gradient by the root of a running
 * mean of its square. With gradient g, value w, learning rate η, momentum μ and weight decay λ:
 *
 * <pre>
 * g ← g + λ w
 * v ← α v + (1 − α) g²
 * m ← α m + (1 − α) g                 (centered, otherwise m = 0)
 * b ← μ b + g / (√(v − m²) + ε)
 * w ← w − η b
 * </pre>
 *
 * <p>{@code weightDecay = wd} equals adding the penalty wd/2 · Σ‖w‖² to the loss.
 */
public final class RMSprop extends Optimizer {
  /** What RMSprop can be told. Immutable: each method returns other options. */
  public record Options(
      double learningRate,
      double alpha,
      double epsilon,
      double weightDecay,
      double momentum,
      boolean centered,
      boolean maximize) {
    /** @throws IllegalArgumentException if a number is NaN, infinite or negative, or α is 1 or more */
    public Options {
      Ranges.notNegative("RMSprop: learning rate", learningRate);
      Ranges.decayRate("RMSprop: alpha", alpha);
      Ranges.notNegative("RMSprop: epsilon", epsilon);
      Ranges.notNegative("RMSprop: weight decay", weightDecay);
      Ranges.notNegative("RMSprop: momentum", momentum);
    }

    /** With the learning rate η. */
    public Options learningRate(double learningRate) {
      return new Options(learningRate, alpha, epsilon, weightDecay, momentum, centered, maximize);
    }

    /** With the decay rate α of the running mean of g², below 1. */
    public Options alpha(double alpha) {
      return new Options(learningRate, alpha, epsilon, weightDecay, momentum, centered, maximize);
    }

    /** With the ε that keeps the denominator from 0. */
    public Options epsilon(double epsilon) {
      return new Options(learningRate, alpha, epsilon, weightDecay, momentum, centered, maximize);
    }

    /** With the weight decay λ. */
    public Options weightDecay(double weightDecay) {
      return new Options(learningRate, alpha, epsilon, weightDecay, momentum, centered, maximize);
    }

    /** With the momentum μ; 0 is none. */
    public Options momentum(double momentum) {
      return new Options(learningRate, alpha, epsilon, weightDecay, momentum, centered, maximize);
    }

    /** With the variance of the gradient in place of its square, or not. */
    public Options centered(boolean centered) {
      return new Options(learningRate, alpha, epsilon, weightDecay, momentum, centered, maximize);
    }

    /** Uphill, along the gradient, or not. */
    public Options maximize(boolean maximize) {
      return new Options(learningRate, alpha, epsilon, weightDecay, momentum, centered, maximize);
    }
  }

  private final Options options;

  /** α = 0.99, ε = 1e-8, everything else off. */
  public static Options options(double learningRate) {
    return new Options(learningRate, 0.99, 1e-8, 0, 0, false, false);
  }

  /** Of one group of parameters, with that learning rate. */
  public RMSprop(double learningRate, Iterable<? extends Tensor> parameters) {
    this(options(learningRate), parameters);
  }

  /** Of groups of parameters, with that learning rate where they have none of their own. */
  public RMSprop(double learningRate, ParameterGroup... groups) {
    this(options(learningRate), groups);
  }

  /** Of one group of parameters. */
  public RMSprop(Options options, Iterable<? extends Tensor> parameters) {
    this(options, group(parameters));
  }

  /** Of groups of parameters, with the options where they have none of their own. */
  public RMSprop(Options options, ParameterGroup... groups) {
    super(Objects.requireNonNull(options, "RMSprop: the options are null").learningRate, options.weightDecay, groups);
    this.options = options;
  }

  @Override
  protected Options options() {
    return options;
  }

  @Override
  protected Tensor update(Tensor value, Tensor gradient, State state) {
    Tensor g = state.decayed(value, options.maximize ? gradient.neg() : gradient);
    Tensor variance = state.keepMean("square_avg", options.alpha, g.square());
    if (options.centered) {
      // Rounding can make the difference negative.
      variance = variance.sub(state.keepMean("grad_avg", options.alpha, g).square()).maximum(0);
    }
    Tensor step = g.div(variance.sqrt().add(options.epsilon));
    if (options.momentum != 0) {
      step = state.keep("momentum_buffer", state.kept("momentum_buffer").mul(options.momentum).add(step));
    }
    return value.sub(step.mul(state.learningRate()));
  }
}
