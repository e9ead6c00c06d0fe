package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.plan.Evaluator;
import java.util.Map;

/** The state of a variable: its current value, which expressions capture, and its gradient. */
final class Variable {
  /** Locked while gradients are installed: either all of a walk are, or none. */
  private static final Object INSTALLING = new Object();

  private volatile Capture current;
  /** A leaf that nobody else has; its elements others may have. */
  private volatile Node grad;

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

  boolean hasGrad() {
    return grad != null;
  }

  /** The gradient as a tensor of the caller's own, or null. */
  Tensor grad() {
    synchronized (INSTALLING) {
      return grad == null ? null : new Tensor(grad.data());
    }
  }

  /** Takes over a node that nobody else has, or null, and gives up the gradient before. */
  void setGrad(Node value) {
    synchronized (INSTALLING) {
      if (grad != null) {
        Evaluator.free(grad);
      }
      grad = value;
    }
  }

  /** Sets new gradients, and returns true, if all variables still have the gradients from before; else sets none. */
  static boolean install(Map<Variable, Tensor> gradients, Map<Variable, Tensor> before) {
    synchronized (INSTALLING) {
      for (Variable variable : gradients.keySet()) {
        Data now = variable.grad == null ? null : variable.grad.data();
        Data then = before.containsKey(variable) ? before.get(variable).read() : null;
        if (now != then) {
          return false;
        }
      }
      gradients.forEach((variable, gradient) -> variable.setGrad(gradient.node()));
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
      } else {
        value.share();
      }
    }

    /** The value itself. */
    Node value() {
      return inputs()[0];
    }
  }
}
