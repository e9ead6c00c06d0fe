package dev.gradlet.nn.optim;

import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.Tensor;
import java.util.Objects;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv 1711.05101): the gradient is left as it is, and
 * each step also shrinks the weights themselves,
 *
 * <pre>
 * w ← (1 − η λ) w − η / (1 − β₁ᵗ) · m / (√(v / (1 − β₂ᵗ)) + ε)
 * </pre>
 *
 * with learning rate η, weight decay λ, and m and v as in {@link Adam}. So {@code weightDecay = wd} is not the penalty
 * wd/2 · Σ‖w‖², nor any other: a penalty's gradient would be divided by √v like the rest, while here every weight
 * decays at one rate. As in PyTorch, and unlike the other optimizers, weight decay is 0.01 unless it is given.
 */
public final class AdamW extends Optimizer {
  /** What AdamW can be told. Immutable: each method returns other options. */
  public record Options(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      boolean amsgrad,
      boolean maximize) {
    /** @throws IllegalArgumentException if a number is NaN, infinite or negative, or a β is 1 or more */
    public Options {
      Ranges.notNegative("AdamW: learning rate", learningRate);
      Ranges.decayRate("AdamW: beta1", beta1);
      Ranges.decayRate("AdamW: beta2", beta2);
      Ranges.notNegative("AdamW: epsilon", epsilon);
      Ranges.notNegative("AdamW: weight decay", weightDecay);
    }

    /** With the learning rate η. */
    public Options learningRate(double learningRate) {
      return new Options(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, maximize);
    }

    /** With the decay rates β₁ and β₂ of the running means, below 1. */
    public Options betas(double beta1, double beta2) {
      return new Options(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, maximize);
    }

    /** With the ε that keeps the denominator from 0. */
    public Options epsilon(double epsilon) {
      return new Options(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, maximize);
    }

    /** With the weight decay λ. */
    public Options weightDecay(double weightDecay) {
      return new Options(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, maximize);
    }

    /** With the largest v so far in place of v, or not. */
    public Options amsgrad(boolean amsgrad) {
      return new Options(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, maximize);
    }

    /** Uphill, along the gradient, or not. */
    public Options maximize(boolean maximize) {
      return new Options(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, maximize);
    }
  }

  private final Options options;
  private final Moments moments;

  /** β₁ = 0.9, β₂ = 0.999, ε = 1e-8, weight decay 0.01. */
  public static Options options(double learningRate) {
    return new Options(learningRate, 0.9, 0.999, 1e-8, 0.01, false, false);
  }

  /** Of one group of parameters, with that learning rate. */
  public AdamW(double learningRate, Iterable<? extends Tensor> parameters) {
    this(options(learningRate), parameters);
  }

  /** Of groups of parameters, with that learning rate where they have none of their own. */
  public AdamW(double learningRate, ParameterGroup... groups) {
    this(options(learningRate), groups);
  }

  /** Of one group of parameters. */
  public AdamW(Options options, Iterable<? extends Tensor> parameters) {
    this(options, group(parameters));
  }

  /** Of groups of parameters, with the options where they have none of their own. */
  public AdamW(Options options, ParameterGroup... groups) {
    super(Objects.requireNonNull(options, "AdamW: the options are null").learningRate, options.weightDecay, groups);
    this.options = options;
    this.moments = new Moments(options.beta1, options.beta2, options.epsilon, options.amsgrad);
  }

  @Override
  protected Options options() {
    return options;
  }

  @Override
  protected Tensor update(Tensor value, Tensor gradient, State state) {
    Tensor w = state.weightDecay() == 0 ? value : value.mul(1 - state.learningRate() * state.weightDecay());
    return w.sub(moments.step(options.maximize ? gradient.neg() : gradient, state));
  }
}
