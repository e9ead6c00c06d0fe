package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Node;

/** What a variable is beyond a value: the one it has now, as expressions capture it, and its gradient. */
final class Variable {
  private Capture current;
  private Tensor grad;

  Variable(Node value) {
    assign(value);
  }

  /** The value it has now. */
  Capture current() {
    return current;
  }

  void assign(Node value) {
    current = new Capture(this, value);
  }

  Tensor grad() {
    return grad;
  }

  void setGrad(Tensor value) {
    grad = value;
  }

  /** A value as an expression captured it: without history, but its cotangent goes to the variable. */
  static final class Capture extends Node {
    final Variable variable;

    private Capture(Variable variable, Node value) {
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
}
