package dev.gradlet;

import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.NodeMap;
import dev.gradlet.engine.graph.Watcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One walk from an output back to the variables. Nodes are visited in reverse topological order, so that the cotangent
 * of each is complete before the VJP of its operation passes it on. The order is found with an explicit stack: a chain
 * of a million operations needs no deep call stack.
 */
final class Walk {

  /** A node with a history, and the state of the walk for it. */
  private static final class Step {
    private static final Node[] NO_INPUTS = {};

    final Node node;
    /** The inputs, held here since another thread's walk may make the node forget them; empty for a variable. */
    private final Node[] x;
    /** The steps of the inputs, null for those without gradient. Null until the node is visited. */
    private Step[] inputs;
    private boolean inOrder;
    private boolean wanted = true;
    private Tensor cotangent;

    Step(Node node) {
      this.node = node;
      this.x = node instanceof Variable.Capture ? NO_INPUTS : node.inputs();
    }

    void meetInputs(NodeMap<Step> steps) {
      inputs = new Step[x.length];
      for (int i = 0; i < x.length; i++) {
        inputs[i] = x[i].isDifferentiable() ? steps.computeIfAbsent(x[i], Step::new) : null;
      }
    }
  }

  private final String operation;
  private final NodeMap<Step> steps = new NodeMap<>();
  /** In topological order: each step after those of its inputs. */
  private final List<Step> order = new ArrayList<>();

  /** Finds all nodes with gradients that the root depends on. */
  Walk(String operation, Tensor root) {
    this.operation = operation;
    Deque<Step> stack = new ArrayDeque<>();
    stack.push(steps.computeIfAbsent(root.node(), Step::new));
    while (!stack.isEmpty()) {
      Step step = stack.peek();
      if (step.inputs == null) {
        checkNotReleased(step.node);
        step.meetInputs(steps);
        for (Step input : step.inputs) {
          if (input != null && input.inputs == null) {
            stack.push(input);
          }
        }
      } else {
        stack.pop();
        if (!step.inOrder) {
          step.inOrder = true;
          order.add(step);
        }
      }
    }
  }

  private void checkNotReleased(Node node) {
    if (node.isReleased()) {
      throw new IllegalStateException(
          operation + ": the history of this tensor was already walked by backward() and is gone;"
              + " keep it with backward(cotangent, true), or compute the tensor anew");
    }
  }

  /** Restricts the walk to the paths that lead to these nodes. */
  Walk to(Node... targets) {
    for (Step step : order) {
      step.wanted = false;
      for (Step input : step.inputs) {
        step.wanted |= input != null && input.wanted;
      }
      for (Node target : targets) {
        step.wanted |= step.node == target;
      }
    }
    return this;
  }

  /** Computes the cotangents, given that of the root. */
  void run(Tensor seed) {
    order.get(order.size() - 1).cotangent = seed;
    for (int at = order.size() - 1; at >= 0; at--) {
      if (order.get(at).cotangent != null) {
        passOn(order.get(at));
      }
    }
  }

  /**
   * Passes a cotangent through one operation: each input gets its contribution, the vector-Jacobian product. A sparse
   * cotangent computes the same contributions from its few elements, to save time.
   */
  private static void passOn(Step step) {
    Tensor cotangent = step.cotangent;
    Tensor y = new Tensor(step.node);
    Tensor[] x = Tensor.ofNodes(step.x);
    Op op = y.op();
    SparseCotangent sparse = SparseCotangent.in(cotangent);
    Watcher watcher = Watcher.current();
    if (watcher != null) {
      watcher.walking(step.node);
    }
    for (int i = 0; i < x.length; i++) {
      Step input = step.inputs[i];
      if (input != null && input.wanted) {
        Tensor contribution = sparse == null
            ? op.vjp(i, cotangent, y, x)
            : sparse.vjp(op, i, cotangent, y, x);
        if (watcher != null) {
          watcher.passed(step.node, i, cotangent.node(), contribution == null ? null : contribution.node());
        }
        if (contribution != null) {
          checkContribution(y, x[i], contribution);
          input.cotangent = input.cotangent == null ? contribution : input.cotangent.add(contribution);
        }
      }
    }
    if (watcher != null) {
      watcher.walking(null);
    }
  }

  private static void checkContribution(Tensor y, Tensor x, Tensor contribution) {
    if (!contribution.shape().equals(x.shape())) {
      throw new IllegalStateException(
          y.op().label() + ": its vjp returned shape " + contribution.shape() + " for an input of shape " + x.shape()
              + "; they must be equal");
    }
    if (contribution.dtype() != x.dtype()) {
      throw new IllegalStateException(
          y.op().label() + ": its vjp returned dtype " + contribution.dtype() + " for an input of dtype " + x.dtype()
              + "; they must be equal");
    }
  }

  /** Whether a VJP of the user's is among those that pass cotangents on. */
  boolean showsCotangents() {
    return order.stream().anyMatch(step -> step.node.operation() instanceof Custom);
  }

  /** The cotangent of a node, or null if none reached it. */
  Tensor cotangent(Node node) {
    Step step = steps.get(node);
    return step == null ? null : step.cotangent;
  }

  /** The values of variables from which the root was computed, in topological order. */
  List<Variable.Capture> captures() {
    List<Variable.Capture> captures = new ArrayList<>();
    for (Step step : order) {
      if (step.node instanceof Variable.Capture capture) {
        captures.add(capture);
      }
    }
    return captures;
  }

  /** Releases the history that was walked. */
  void release() {
    for (Step step : order) {
      if (!(step.node instanceof Variable.Capture)) {
        step.node.release();
      }
    }
  }
}
