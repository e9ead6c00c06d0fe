package dev.gradlet.benchmarks.pytorch;

import dev.gradlet.benchmarks.Inputs;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** y = x Wᵀ + b. */
record Dense(Tensor weight, Tensor bias) {
  static Dense of(int seed, int in, int out) {
    double bound = 1 / Math.sqrt(in);
    return new Dense(
        Torch.variable(Inputs.uniform(seed, bound, out, in), out, in),
        Torch.variable(Inputs.uniform(seed + 1, bound, out), out));
  }

  Tensor forward(Tensor x) {
    return torch.linear(x, weight, bias);
  }
}
