package dev.gradlet.nn.optim;

import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.Tensor;
import java.util.Objects;

/**
 * Stochastic gradient descent. With gradient g, value w, buffer b, learning rate η, momentum μ, dampening δ and weight
 * decay λ:
 *
 * <pre>
 * g ← g + λ w
 * b ← μ b + (1 − δ) g      (the first step: b ← g)
 * w ← w − η b              (Nesterov: w ← w − η (g + μ b))
 * </pre>
 *
 * <p>{@code weightDecay = wd} equals adding the penalty wd/2 · Σ‖w‖² to the loss: the same steps, up to rounding. They
 * differ in the loss that is reported, and where gradients are clipped: a penalty's are clipped along. Maximizing,
 * decay still shrinks the weights, so it equals subtracting that penalty.
 *
 * <p>Momentum is that of Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning",
 * with the learning rate outside the buffer, as PyTorch has it.
 */
public final class SGD extends Optimizer {
  /** What SGD can be told. Immutable: each method returns other options. */
  public record Options(
      double learningRate, double momentum, double dampening, double weightDecay, boolean nesterov, boolean maximize) {
    /** @throws IllegalArgumentException if a number is NaN, infinite or (dampening may be) negative */
    public Options {
      Ranges.notNegative("SGD: learning rate", learningRate);
      Ranges.notNegative("SGD: momentum", momentum);
      Ranges.finite("SGD: dampening", dampening);
      Ranges.notNegative("SGD: weight decay", weightDecay);
    }

    /** With the learning rate η. */
    public Options learningRate(double learningRate) {
      return new Options(learningRate, momentum, dampening, weightDecay, nesterov, maximize);
    }

    /** With the momentum μ; 0 is none. */
    public Options momentum(double momentum) {
      return new Options(learningRate, momentum, dampening, weightDecay, nesterov, maximize);
    }

    /** With the dampening δ of the momentum. */
    public Options dampening(double dampening) {
      return new Options(learningRate, momentum, dampening, weightDecay, nesterov, maximize);
    }

    /** With the weight decay λ. */
    public Options weightDecay(double weightDecay) {
      return new Options(learningRate, momentum, dampening, weightDecay, nesterov, maximize);
    }

    /** With Nesterov's momentum, which looks a step ahead, or not. */
    public Options nesterov(boolean nesterov) {
      return new Options(learningRate, momentum, dampening, weightDecay, nesterov, maximize);
    }

    /** Uphill, along the gradient, or not. */
    public Options maximize(boolean maximize) {
      return new Options(learningRate, momentum, dampening, weightDecay, nesterov, maximize);
    }
  }

  private final Options options;

  /** Everything off but the learning rate. */
  public static Options options(double learningRate) {
    return new Options(learningRate, 0, 0, 0, false, false);
  }

  /** Of one group of parameters, with that learning rate. */
  public SGD(double learningRate, Iterable<? extends Tensor> parameters) {
    this(options(learningRate), parameters);
  }

  /** Of groups of parameters, with that learning rate where they have none of their own. */
  public SGD(double learningRate, ParameterGroup... groups) {
    this(options(learningRate), groups);
  }

  /** Of one group of parameters. */
  public SGD(Options options, Iterable<? extends Tensor> parameters) {
    this(options, group(parameters));
  }

  /** @throws IllegalArgumentException if Nesterov's momentum has no momentum, or a dampening */
  public SGD(Options options, ParameterGroup... groups) {
    super(Objects.requireNonNull(options, "SGD: the options are null").learningRate, options.weightDecay, groups);
    if (options.nesterov && (options.momentum == 0 || options.dampening != 0)) {
      throw new IllegalArgumentException("SGD: Nesterov's momentum needs a momentum above 0 and dampening 0, not "
          + options.momentum + " and " + options.dampening);
    }
    this.options = options;
  }

  @Override
  protected Options options() {
    return options;
  }

  @Override
  protected Tensor update(Tensor value, Tensor gradient, State state) {
    Tensor g = state.decayed(value, options.maximize ? gradient.neg() : gradient);
    if (options.momentum != 0) {
      Tensor b = state.keep("momentum_buffer", state.step() == 1
          ? g
          : state.kept("momentum_buffer").mul(options.momentum).add(g.mul(1 - options.dampening)));
      g = options.nesterov ? g.add(b.mul(options.momentum)) : b;
    }
    return value.sub(g.mul(state.learningRate()));
  }
}
