package dev.gradlet.nn;

import dev.gradlet.Tensor;

/** ln softmax along an axis, what {@link NLLLoss} takes. */
public record LogSoftmax(int axis) implements Layer {
  /** Along the last axis. */
  public LogSoftmax() {
    this(-1);
  }

  @Override
  public Tensor forward(Tensor x) {
    Checks.notNull("LogSoftmax", "input", x);
    return x.logSoftmax(axis);
  }
}
