package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** eˣ / Σ eˣ along an axis. Before a cross-entropy it is not needed: that takes the logits. */
public record Softmax(int axis) implements Layer {
  /** Along the last axis. */
  public Softmax() {
    this(-1);
  }

  @Override
  public Tensor forward(Tensor x) {
    Given.notNull("Softmax", "input", x);
    return x.softmax(axis);
  }
}
