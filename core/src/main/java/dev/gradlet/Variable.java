package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Node;
import java.util.Map;

/** What a variable is beyond a value: the one it has now, as expressions capture it, and its gradient. */
final class Variable {
  /** Held while gradients are installed: all of a walk, or none. */
  private static final Object INSTALLING = new Object();

  private volatile Capture current;
  private volatile Tensor grad;

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
    synchronized (INSTALLING) {
      grad = value;
    }
  }

  /** Gives variables new gradients, unless one has another than it had; then none. */
  static boolean install(Map<Variable, Tensor> gradients, Map<Variable, Tensor> before) {
    synchronized (INSTALLING) {
      for (Variable variable : gradients.keySet()) {
        if (variable.grad != before.get(variable)) {
          return false;
        }
      }
      gradients.forEach(Variable::setGrad);
      return true;
    }
  }

  /** A value as an expression captured it: without history, but its cotangent goes to the variable. */
  static final class Capture extends Node {
    final Variable variable;

    private Capture(Variable variable, Node value) {
      super(Alias.INSTANCE, value.shape(), value.dtype(), true, value);
      this.variable = variable;
      continueChain(value);
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
