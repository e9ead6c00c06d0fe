package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Node;

/** A variable's value as expressions capture it: without history, but its cotangent goes to the variable. */
final class Capture extends Node {
  final Tensor variable;

  Capture(Tensor variable, Node value) {
    super(Alias.INSTANCE, value.shape(), value.dtype(), true, value);
    this.variable = variable;
    Data known = value.data();
    if (known != null) {
      store(known);
    }
  }

  /** The value itself. */
  Node value() {
    return inputs()[0];
  }
}
