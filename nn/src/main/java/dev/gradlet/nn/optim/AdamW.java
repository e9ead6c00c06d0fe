package dev.gradlet.nn.optim;

import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.Tensor;

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
public final class AdamW extends Adam {
  /** β₁ = 0.9, β₂ = 0.999, ε = 1e-8, weight decay 0.01. */
  public static Options options(double learningRate) {
    return Adam.options(learningRate).weightDecay(0.01);
  }

  public AdamW(double learningRate, Iterable<? extends Tensor> parameters) {
    this(options(learningRate), parameters);
  }

  public AdamW(double learningRate, ParameterGroup... groups) {
    this(options(learningRate), groups);
  }

  public AdamW(Options options, Iterable<? extends Tensor> parameters) {
    this(options, group(parameters));
  }

  public AdamW(Options options, ParameterGroup... groups) {
    super(options, true, groups);
  }
}
