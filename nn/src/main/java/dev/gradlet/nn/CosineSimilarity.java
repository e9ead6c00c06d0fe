package dev.gradlet.nn;

import dev.gradlet.Tensor;

/**
 * The cosine of the angle between vectors along an axis: a · b / (max(‖a‖, ε) max(‖b‖, ε)). With a vector of zeros it
 * is 0, and its gradient finite.
 */
public record CosineSimilarity(int axis, double epsilon) implements Module {
  /** @throws IllegalArgumentException if ε is not a positive number */
  public CosineSimilarity {
    Checks.positive("CosineSimilarity", "epsilon", epsilon);
  }

  /** Along axis 1, ε = 1e-8. */
  public CosineSimilarity() {
    this(1);
  }

  /** ε = 1e-8. */
  public CosineSimilarity(int axis) {
    this(axis, 1e-8);
  }

  /**
   * Two tensors that broadcast → their shape without the axis.
   *
   * @throws IllegalArgumentException if they do not broadcast, or have no such axis
   */
  public Tensor forward(Tensor a, Tensor b) {
    Checks.floating("CosineSimilarity", "first operand", a);
    Checks.floating("CosineSimilarity", "second operand", b);
    return a.mul(b).sum(axis).div(length(a).mul(length(b)));
  }

  private Tensor length(Tensor x) {
    return x.norm(2, axis).maximum(epsilon);
  }
}
