package dev.gradlet.nn.optim;

import dev.gradlet.Tensor;

/** The running means of the gradient and of its square, of which {@link Adam} and {@link AdamW} make their steps. */
record Moments(double beta1, double beta2, double epsilon, boolean amsgrad) {
  /** η / (1 − β₁ᵗ) · m / (√(v / (1 − β₂ᵗ)) + ε), with m and v after this gradient. */
  Tensor step(Tensor g, Optimizer.State state) {
    Tensor m = state.keepMean("exp_avg", beta1, g);
    Tensor v = state.keepMean("exp_avg_sq", beta2, g.square());
    if (amsgrad) {
      v = state.keep("max_exp_avg_sq", state.kept("max_exp_avg_sq").maximum(v));
    }
    // StrictMath: the same bits on every JVM.
    double unbias1 = 1 - StrictMath.pow(beta1, state.step());
    double unbias2 = 1 - StrictMath.pow(beta2, state.step());
    Tensor deviation = v.sqrt().mul(1 / Math.sqrt(unbias2)).add(epsilon);
    return m.mul(state.learningRate() / unbias1).div(deviation);
  }
}
