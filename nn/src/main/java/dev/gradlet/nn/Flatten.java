package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** Makes one axis of all from {@code start} to {@code end}, both included: (n, …) → (n, product) by default. */
public record Flatten(int start, int end) implements Layer {
  /** From axis 1 on, which leaves the batch. */
  public Flatten() {
    this(1, -1);
  }

  @Override
  public Tensor forward(Tensor x) {
    return Given.notNull("Flatten", "input", x).flatten(start, end);
  }
}
