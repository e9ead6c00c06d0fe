package dev.gradlet.inspect;

import dev.gradlet.Tensor;
import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph as boxes. Chains of operations, each of which only the next one reads, are folded in the middle; of what is
 * too large after that, the part next to the root is kept.
 */
final class Sketch {
  private static final int LONG_CHAIN = 12;
  private static final int KEPT_AT_ENDS = 3;
  static final int MOST_BOXES = 400;

  /** Inputs before what reads them. */
  final List<Box> boxes = new ArrayList<>();
  final Box root;
  final long operations;

  private final Map<Object, String> names = new HashMap<>();
  private final Map<Object, String> arrays;
  /** Inputs before what reads them. */
  private final List<Node> order = new ArrayList<>();
  private final Map<Node, Integer> readers = new HashMap<>();
  /** The node at the end of the chain into which one is folded. */
  private final Map<Node, Node> foldedInto = new HashMap<>();
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
    collect(from);
    this.operations = order.stream().filter(Sketch::isOperation).count();
    fold();
    foldLooks();
    keepNearest(from);
    order.forEach(this::draw);
    this.root = boxOf.get(from);
    Modules.assign(boxes);
  }

  /** A variable's value counts as made by none, whatever made it. */
  private static Node[] inputs(Node node) {
    return isOperation(node) ? node.inputs() : new Node[0];
  }

  private static boolean isOperation(Node node) {
    return node.operation() != null && Tensors.backstage().capturedBy(node) == null && node.inputs().length > 0;
  }

  private void collect(Node from) {
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

  // ---- folding ----

  /** The one operation that a node continues, or null: other operands are leaves, or leaves looked at differently. */
  private static Node continued(Node node) {
    Node one = null;
    for (Node input : inputs(node)) {
      if (isOperation(input) && !isLookAtLeaf(input)) {
        if (one != null && one != input) {
          return null;
        }
        one = input;
      }
    }
    return one;
  }

  private static boolean isLookAtLeaf(Node node) {
    Node at = node;
    while (isOperation(at) && at.operation() instanceof Operation.Moving && at.inputs().length == 1) {
      at = at.inputs()[0];
    }
    return !isOperation(at);
  }

  private void fold() {
    Map<Node, Node> next = new HashMap<>();
    for (Node node : order) {
      Node before = continued(node);
      if (before != null && isReadOnlyBy(before, node)) {
        next.put(before, node);
      }
    }
    for (Node start : order) {
      if (next.containsKey(start) && (continued(start) == null || next.get(continued(start)) != start)) {
        List<Node> chain = new ArrayList<>();
        for (Node at = start; at != null; at = next.get(at)) {
          chain.add(at);
        }
        if (chain.size() >= LONG_CHAIN) {
          List<Node> middle = chain.subList(KEPT_AT_ENDS, chain.size() - KEPT_AT_ENDS);
          middle.forEach(node -> foldedInto.put(node, middle.get(middle.size() - 1)));
        }
      }
    }
  }

  /** What looks at a leaf for a folded operation alone is folded with it. */
  private void foldLooks() {
    for (int i = order.size() - 1; i >= 0; i--) {
      Node end = foldedInto.get(order.get(i));
      if (end != null) {
        for (Node input : inputs(order.get(i))) {
          if (isOperation(input) && isLookAtLeaf(input) && isReadOnlyBy(input, order.get(i))) {
            foldedInto.putIfAbsent(input, end);
          }
        }
      }
    }
  }

  private boolean isReadOnlyBy(Node node, Node reader) {
    int times = 0;
    for (Node input : reader.inputs()) {
      times += input == node ? 1 : 0;
    }
    return readers.getOrDefault(node, 0) == times;
  }

  /** Folds all but the boxes next to the root into one. */
  private void keepNearest(Node from) {
    if (order.size() - foldedInto.size() <= MOST_BOXES) {
      return;
    }
    Map<Node, Boolean> kept = new HashMap<>();
    Deque<Node> queue = new ArrayDeque<>(List.of(from));
    kept.put(from, true);
    while (!queue.isEmpty()) {
      for (Node input : inputs(queue.poll())) {
        if (kept.size() < MOST_BOXES && kept.putIfAbsent(input, true) == null) {
          queue.add(input);
        }
      }
    }
    Node last = null;
    for (Node node : order) {
      last = kept.containsKey(node) || !isOperation(node) ? last : node;
    }
    for (Node node : order) {
      if (!kept.containsKey(node)) {
        foldedInto.put(node, last == null ? node : last);
      } else {
        foldedInto.remove(node);
      }
    }
  }

  // ---- boxes ----

  private void draw(Node node) {
    Node end = foldedInto.get(node);
    if (end == null) {
      if (!(Tensors.isNumber(node) && !names.containsKey(node) && readers.containsKey(node))) {
        add(node, box(node));
      }
      return;
    }
    Box box = boxOf.get(end);
    if (box == null) {
      box = new Box(Box.Kind.FOLDED, end, "n" + ++numbered);
      boxOf.put(end, box);
    }
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
    Object captured = Tensors.backstage().capturedBy(node);
    String name = names.get(captured == null ? node : captured);
    if (captured != null) {
      return new Box(Box.Kind.VARIABLE, node, name != null ? name : "variable" + ++variables);
    } else if (!isOperation(node)) {
      name = name != null || node.data() == null ? name : arrays.get(node.data().array);
      return new Box(Box.Kind.CONSTANT, node, name != null ? name : "constant" + ++constants);
    }
    return new Box(Box.Kind.OPERATION, node, name != null ? name : "n" + ++numbered);
  }

  private void add(Node node, Box box) {
    boxOf.put(node, box);
    boxes.add(box);
    read(box, node);
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

  /** The boxes of each module, in their order; under the empty name those of none. */
  Map<String, List<Box>> byModule() {
    Map<String, List<Box>> groups = new LinkedHashMap<>();
    boxes.forEach(box -> groups.computeIfAbsent(box.module, m -> new ArrayList<>()).add(box));
    return groups;
  }

  /** Which box a node is drawn in; null for a number. */
  Box boxOf(Node node) {
    return boxOf.get(node);
  }
}
