package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** ln softmax along an axis, what {@link NLLLoss} takes. */
public record LogSoftmax(int axis) implements Layer {
  /** Along the last axis. */
  public LogSoftmax() {
    this(-1);
  }

  @Override
  public Tensor forward(Tensor x) {
    Given.notNull("LogSoftmax", "input", x);
    return x.logSoftmax(axis);
  }
}
