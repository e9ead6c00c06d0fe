package dev.gradlet.inspect;

import dev.gradlet.Tensor;
import dev.gradlet.engine.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph as boxes, some of them of many nodes, see {@link Folding}. */
final class Sketch {
  /** Inputs before what reads them. */
  final List<Box> boxes = new ArrayList<>();
  final Box root;
  final long operations;

  private final Map<Object, String> names = new HashMap<>();
  private final Map<Object, String> arrays;
  private final Folding folding;
  private final Map<Node, Box> boxOf = new HashMap<>();
  private int numbered;
  private int variables;
  private int constants;

  Sketch(Node from, Named named) {
    for (int i = 0; i < named.names().size(); i++) {
      Tensor tensor = named.tensors().get(i);
      Object identity = Tensors.backstage().identity(tensor);
      names.put(identity == null ? Tensors.backstage().node(tensor) : identity, named.names().get(i));
    }
    this.arrays = named.byArray();
    List<Node> order = new ArrayList<>();
    Map<Node, Integer> readers = new HashMap<>();
    collect(from, order, readers);
    this.operations = order.stream().filter(Sketch::isOperation).count();
    this.folding = new Folding(order, readers, node -> name(node) != null);
    order.forEach(this::draw);
    this.root = boxOf.get(from);
    Modules.assign(boxes);
  }

  /** A variable's value counts as made by none, whatever made it. */
  static Node[] inputs(Node node) {
    return isOperation(node) ? node.inputs() : new Node[0];
  }

  static boolean isOperation(Node node) {
    return node.operation() != null && Tensors.backstage().capturedBy(node) == null && node.inputs().length > 0;
  }

  /** Inputs before what reads them, and how often each is read. */
  private static void collect(Node from, List<Node> order, Map<Node, Integer> readers) {
    Map<Node, Boolean> done = new HashMap<>();
    Deque<Node> stack = new ArrayDeque<>();
    stack.push(from);
    while (!stack.isEmpty()) {
      Node node = stack.peek();
      if (done.putIfAbsent(node, false) == null) {
        Node[] inputs = inputs(node);
        for (int i = inputs.length - 1; i >= 0; i--) {
          readers.merge(inputs[i], 1, Integer::sum);
          if (!done.containsKey(inputs[i])) {
            stack.push(inputs[i]);
          }
        }
      } else {
        stack.pop();
        if (!done.put(node, true)) {
          order.add(node);
        }
      }
    }
  }

  /** The user's; null for none. */
  private String name(Node node) {
    Object captured = Tensors.backstage().capturedBy(node);
    String name = names.get(captured == null ? node : captured);
    return name != null || captured != null || isOperation(node) || node.data() == null ? name
        : arrays.get(node.data().array);
  }

  private void draw(Node node) {
    Node end = folding.into(node);
    if (end == null) {
      if (!folding.isMentioned(node)) {
        Box box = box(node);
        boxOf.put(node, box);
        boxes.add(box);
        read(box, node);
      }
      return;
    }
    Box box = boxOf.computeIfAbsent(end, e -> new Box(Box.Kind.FOLDED, e, "n" + ++numbered));
    if (node == end) {
      boxes.add(box);
    }
    boxOf.put(node, box);
    if (isOperation(node)) {
      box.fold(node);
      read(box, node);
    }
  }

  private Box box(Node node) {
    String name = name(node);
    if (Tensors.backstage().capturedBy(node) != null) {
      return new Box(Box.Kind.VARIABLE, node, name != null ? name : "variable" + ++variables);
    } else if (!isOperation(node)) {
      return new Box(Box.Kind.CONSTANT, node, name != null ? name : "constant" + ++constants);
    }
    return new Box(Box.Kind.OPERATION, node, name != null ? name : "n" + ++numbered);
  }

  private void read(Box box, Node node) {
    for (Node input : inputs(node)) {
      Box from = boxOf.get(input);
      if (from == null) {
        box.read(input.data().at(0));
      } else if (from != box) {
        box.read(from);
      }
    }
  }

  /** Which box a node is drawn in; null for a number. */
  Box boxOf(Node node) {
    return boxOf.get(node);
  }
}
