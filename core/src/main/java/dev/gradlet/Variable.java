package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Node;
import java.util.Map;

/** The state of a variable: its current value, which expressions capture, and its gradient. */
final class Variable {
  /** Locked while gradients are installed: either all of a walk are, or none. */
  private static final Object INSTALLING = new Object();

  private volatile Capture current;
  private volatile Tensor grad;

  Variable(Node value) {
    assign(value);
  }

  /** The current value. */
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

  /** Sets new gradients, and returns true, if all variables still have the gradients from before; else sets none. */
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

  /** A value as an expression captured it. It has no history, but its cotangent goes to the variable. */
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
