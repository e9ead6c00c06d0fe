package dev.gradlet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One walk from an output back to the variables: the nodes in reverse topological order, each one's cotangent complete
 * before its operation's VJP passes it on. The order is found with an explicit stack, so that a chain of a million
 * operations needs no deep call stack.
 */
final class Walk {

  /** A tensor with a history. */
  private static final class Node {
    private static final Tensor[] NO_INPUTS = {};

    final Tensor tensor;
    /** Its inputs, which another thread's walk may make it forget; none of a variable. */
    private final Tensor[] x;
    /** Null before they are met; among them null for an input without gradient. */
    private Node[] inputs;
    private boolean inOrder;
    private boolean wanted = true;
    private Tensor cotangent;

    Node(Tensor tensor) {
      this.tensor = tensor;
      this.x = tensor.variable() == null ? tensor.inputs() : NO_INPUTS;
    }

    void meetInputs(Map<Tensor, Node> nodes) {
      inputs = new Node[x.length];
      for (int i = 0; i < x.length; i++) {
        inputs[i] = x[i].requiresGrad() ? nodes.computeIfAbsent(x[i], Node::new) : null;
      }
    }
  }

  private final String operation;
  private final Map<Tensor, Node> nodes = new HashMap<>();
  /** Inputs before what uses them. */
  private final List<Node> order = new ArrayList<>();

  /** Finds all nodes with gradients that the root depends on. */
  Walk(String operation, Tensor root) {
    this.operation = operation;
    Deque<Node> stack = new ArrayDeque<>();
    stack.push(nodes.computeIfAbsent(root, Node::new));
    while (!stack.isEmpty()) {
      Node node = stack.peek();
      if (node.inputs == null) {
        checkNotReleased(node.tensor);
        node.meetInputs(nodes);
        for (Node input : node.inputs) {
          if (input != null && input.inputs == null) {
            stack.push(input);
          }
        }
      } else {
        stack.pop();
        if (!node.inOrder) {
          node.inOrder = true;
          order.add(node);
        }
      }
    }
  }

  private void checkNotReleased(Tensor node) {
    if (node.isReleased()) {
      throw new IllegalStateException(
          operation + ": the history of this tensor was already walked by backward() and is gone;"
              + " keep it with backward(cotangent, true), or compute the tensor anew");
    }
  }

  /** Restricts the walk to the ways that lead to these tensors. */
  Walk to(Tensor... targets) {
    for (Node node : order) {
      node.wanted = false;
      for (Node input : node.inputs) {
        node.wanted |= input != null && input.wanted;
      }
      for (Tensor target : targets) {
        node.wanted |= node.tensor == target;
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

  private static void passOn(Node node) {
    for (int i = 0; i < node.inputs.length; i++) {
      Node input = node.inputs[i];
      if (input != null && input.wanted) {
        Tensor contribution = Placement.contribution(i, node.cotangent, node.tensor, node.x);
        if (contribution != null) {
          checkContribution(node.tensor, input.tensor, contribution);
          input.cotangent = input.cotangent == null ? contribution : input.cotangent.add(contribution);
        }
      }
    }
  }

  private static void checkContribution(Tensor y, Tensor x, Tensor contribution) {
    if (!contribution.shape().equals(x.shape())) {
      throw new IllegalStateException(
          y.op.label() + ": its vjp returned shape " + contribution.shape() + " for an input of shape " + x.shape()
              + "; they must be equal");
    }
  }

  /** The cotangent of a tensor, or null if none reached it. */
  Tensor cotangent(Tensor tensor) {
    Node node = nodes.get(tensor);
    return node == null ? null : node.cotangent;
  }

  /** The captured values of variables from which the root was computed, in topological order. */
  List<Tensor> leaves() {
    List<Tensor> leaves = new ArrayList<>();
    for (Node node : order) {
      if (node.tensor.variable() != null) {
        leaves.add(node.tensor);
      }
    }
    return leaves;
  }

  /** Forgets the histories that were walked. */
  void release() {
    for (Node node : order) {
      if (node.tensor.variable() == null) {
        node.tensor.release();
      }
    }
  }
}
