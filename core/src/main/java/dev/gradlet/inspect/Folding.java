package dev.gradlet.inspect;

import dev.gradlet.engine.graph.Node;
import dev.gradlet.engine.graph.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which nodes of a large graph are drawn as one: the middle of a chain of operations, each of which only the next one
 * reads; and of what is still too large, all but what is next to the root.
 */
final class Folding {
  private static final int FEW = 60;
  private static final int MOST = 400;
  private static final int LONG_CHAIN = 12;
  private static final int KEPT_AT_ENDS = 3;

  /** Inputs before what reads them. */
  private final List<Node> order;
  private final Map<Node, Integer> readers;
  private final Predicate<Node> isNamed;
  /** The node in whose box another one is. */
  private final Map<Node, Node> into = new HashMap<>();

  Folding(List<Node> order, Map<Node, Integer> readers, Predicate<Node> isNamed) {
    this.order = order;
    this.readers = readers;
    this.isNamed = isNamed;
    if (boxes() > FEW) {
      foldChains();
      foldWhatChainsAloneRead();
    }
    if (boxes() > MOST) {
      keepNearest(order.get(order.size() - 1));
    }
  }

  /** The node in whose box this one is; null if it has a box of its own, or none. */
  Node into(Node node) {
    return into.get(node);
  }

  private long boxes() {
    return order.stream().filter(node -> !into.containsKey(node) && !isMentioned(node)).count()
        + into.values().stream().distinct().count();
  }

  /** Whether a node is a number that stands in the titles of those that read it. */
  boolean isMentioned(Node node) {
    return Tensors.isNumber(node) && !isNamed.test(node) && readers.containsKey(node);
  }

  private void foldChains() {
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
          middle.forEach(node -> into.put(node, middle.get(middle.size() - 1)));
        }
      }
    }
  }

  /** The one operation that a node continues, or null: other operands are leaves, or leaves looked at differently. */
  private static Node continued(Node node) {
    Node one = null;
    for (Node input : Sketch.inputs(node)) {
      if (Sketch.isOperation(input) && !isLookAtLeaf(input)) {
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
    while (Sketch.isOperation(at) && at.operation() instanceof Operation.Moving && at.inputs().length == 1) {
      at = at.inputs()[0];
    }
    return !Sketch.isOperation(at);
  }

  /** Looks at leaves, and constants without a name. */
  private void foldWhatChainsAloneRead() {
    for (int i = order.size() - 1; i >= 0; i--) {
      Node end = into.get(order.get(i));
      if (end != null) {
        for (Node input : Sketch.inputs(order.get(i))) {
          boolean small = Sketch.isOperation(input)
              ? isLookAtLeaf(input) : Tensors.backstage().capturedBy(input) == null && !isNamed.test(input);
          if (small && !isMentioned(input) && isReadOnlyBy(input, order.get(i))) {
            into.putIfAbsent(input, end);
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

  private void keepNearest(Node root) {
    Set<Node> kept = new HashSet<>(Set.of(root));
    Deque<Node> queue = new ArrayDeque<>(kept);
    while (!queue.isEmpty()) {
      for (Node input : Sketch.inputs(queue.poll())) {
        if (kept.size() < MOST && !isMentioned(input) && kept.add(input)) {
          queue.add(input);
        }
      }
    }
    Node last = root;
    for (Node node : order) {
      last = kept.contains(node) || !Sketch.isOperation(node) ? last : node;
    }
    into.clear();
    for (Node node : order) {
      if (!kept.contains(node) && !isMentioned(node)) {
        into.put(node, last);
      }
    }
  }
}
