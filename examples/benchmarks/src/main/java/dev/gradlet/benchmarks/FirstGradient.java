package dev.gradlet.benchmarks;

import dev.gradlet.Tensor;

/** A whole program: the gradient of the k-means loss with respect to ten centroids, printed, then the peak memory. */
public final class FirstGradient {
  private FirstGradient() {}

  public static void main(String[] args) {
    Tensor z = Tensor.of(Inputs.uniform(1, 1, 2000, 10)).reshape(2000, 10).evaluate().requireGrad();
    Tensor c = Tensor.of(Inputs.uniform(2, 1, 10, 10)).reshape(10, 10).evaluate().requireGrad();
    z.unsqueeze(1).sub(c.unsqueeze(0)).pow(2).sum(2).min(1).values().mean().backward();
    System.out.println(c.grad());
    System.out.println(PeakMemory.megabytes());
  }
}
