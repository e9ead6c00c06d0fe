package dev.gradlet.nn.optim;

import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.Tensor;
import java.util.Objects;

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980). With gradient g, value w, learning rate η and weight decay λ, at the
 * parameter's step t:
 *
 * <pre>
 * g ← g + λ w
 * m ← β₁ m + (1 − β₁) g
 * v ← β₂ v + (1 − β₂) g²
 * w ← w − η / (1 − β₁ᵗ) · m / (√(v / (1 − β₂ᵗ)) + ε)
 * </pre>
 *
 * <p>With amsgrad the largest v so far takes the place of v in the last line (Reddi et al. 2018, arXiv 1904.09237).
 *
 * <p>{@code weightDecay = wd} equals adding the penalty wd/2 · Σ‖w‖² to the loss, as it does for SGD: the same steps,
 * up to rounding. They differ in the loss that is reported, and where gradients are clipped: a penalty's are clipped
 * along. In {@link AdamW} weight decay is something else.
 */
public final class Adam extends Optimizer {
  /** What Adam can be told. Immutable: each method returns other options. */
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
      Ranges.notNegative("Adam: learning rate", learningRate);
      Ranges.decayRate("Adam: beta1", beta1);
      Ranges.decayRate("Adam: beta2", beta2);
      Ranges.notNegative("Adam: epsilon", epsilon);
      Ranges.notNegative("Adam: weight decay", weightDecay);
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

  /** β₁ = 0.9, β₂ = 0.999, ε = 1e-8, no weight decay. */
  public static Options options(double learningRate) {
    return new Options(learningRate, 0.9, 0.999, 1e-8, 0, false, false);
  }

  /** Of one group of parameters, with that learning rate. */
  public Adam(double learningRate, Iterable<? extends Tensor> parameters) {
    this(options(learningRate), parameters);
  }

  /** Of groups of parameters, with that learning rate where they have none of their own. */
  public Adam(double learningRate, ParameterGroup... groups) {
    this(options(learningRate), groups);
  }

  /** Of one group of parameters. */
  public Adam(Options options, Iterable<? extends Tensor> parameters) {
    this(options, group(parameters));
  }

  /** Of groups of parameters, with the options where they have none of their own. */
  public Adam(Options options, ParameterGroup... groups) {
    super(Objects.requireNonNull(options, "Adam: the options are null").learningRate, options.weightDecay, groups);
    this.options = options;
    this.moments = new Moments(options.beta1, options.beta2, options.epsilon, options.amsgrad);
  }

  @Override
  protected Options options() {
    return options;
  }

  @Override
  protected Tensor update(Tensor value, Tensor gradient, State state) {
    Tensor g = state.decayed(value, options.maximize ? gradient.neg() : gradient);
    return value.sub(moments.step(g, state));
  }
}
