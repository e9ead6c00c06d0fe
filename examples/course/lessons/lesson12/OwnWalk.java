package lesson12;

import dev.gradlet.Autograd;
import dev.gradlet.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reverse mode of one's own: nodes, three operations and the walk; beside it the engine's gradient. */
public class OwnWalk {
  interface Vjp {
    Tensor of(int i, Tensor g);
  }

  static final class Node {
    final Tensor value;
    final Vjp vjp;
    final Node[] inputs;
    Tensor cotangent;

    Node(Tensor value, Vjp vjp, Node... inputs) {
      this.value = value;
      this.vjp = vjp;
      this.inputs = inputs;
    }

    Node mul(Node b) {
      return new Node(value.mul(b.value), (i, g) -> g.mul(i == 0 ? b.value : value), this, b);
    }

    Node tanh() {
      Tensor y = value.tanh();
      return new Node(y, (i, g) -> g.mul(y.square().neg().add(1)), this);
    }

    Node sum() {
      return new Node(value.sum(), (i, g) -> g.expand(value.size(0)), this);
    }
  }

  /** Inputs before what uses them. */
  static List<Node> order(Node root) {
    List<Node> order = new ArrayList<>();
    Set<Node> met = new HashSet<>();
    Set<Node> done = new HashSet<>();
    Deque<Node> stack = new ArrayDeque<>(List.of(root));
    while (!stack.isEmpty()) {
      Node node = stack.peek();
      if (met.add(node)) {
        for (Node input : node.inputs) {
          stack.push(input);
        }
      } else {
        stack.pop();
        if (done.add(node)) {
          order.add(node);
        }
      }
    }
    return order;
  }

  static void backward(Node root) {
    List<Node> order = order(root);
    root.cotangent = Tensor.scalar(1f);
    for (int at = order.size() - 1; at >= 0; at--) {
      Node node = order.get(at);
      for (int i = 0; i < node.inputs.length; i++) {
        Node input = node.inputs[i];
        Tensor contribution = node.vjp.of(i, node.cotangent);
        input.cotangent = input.cotangent == null ? contribution : input.cotangent.add(contribution);
      }
    }
  }

  public static void main(String... arguments) {
    Tensor at = Tensor.of(0.5f, -1f, 2f);
    Node x = new Node(at, null);
    backward(x.mul(x).tanh().mul(x).sum());
    System.out.println("ours    " + x.cotangent);

    Tensor v = at.requireGrad();
    System.out.println("Gradlet " + Autograd.grad(v.mul(v).tanh().mul(v).sum(), v).get(0));
  }
}
