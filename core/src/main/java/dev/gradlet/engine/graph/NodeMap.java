package dev.gradlet.engine.graph;

import java.util.Arrays;
import java.util.function.Function;

/** A hash map from nodes, with open addressing. Hash codes are consecutive numbers, so neighbours stay together. */
public final class NodeMap<V> {
  /** Nodes whose hash codes differ in these low bits alone are in one block, a few cache lines. */
  private static final int BLOCK = 4;

  /** Key and value side by side, in the first free place from the node's own; at most three quarters are taken. */
  private Object[] table = new Object[2 * (4 << BLOCK)];

  private int size;

  /** The value of a node, or null. */
  @SuppressWarnings("unchecked")
  public V get(Node node) {
    return (V) table[place(node) + 1];
  }

  @SuppressWarnings("unchecked")
  public V computeIfAbsent(Node node, Function<Node, V> function) {
    int at = place(node);
    if (table[at] == null) {
      if (8 * ++size > 3 * table.length) {
        grow();
        at = place(node);
      }
      table[at] = node;
      table[at + 1] = function.apply(node);
    }
    return (V) table[at + 1];
  }

  /** The index of a node in the table, or of the place where it belongs. */
  private int place(Node node) {
    int places = table.length >> 1;
    int block = (node.hashCode() >>> BLOCK) * 0x9E3779B9 >>> Integer.numberOfLeadingZeros(places - 1) + BLOCK;
    int at = 2 * (block << BLOCK | node.hashCode() & (1 << BLOCK) - 1);
    while (table[at] != null && table[at] != node) {
      at = at + 2 & table.length - 1;
    }
    return at;
  }

  int size() {
    return size;
  }

  void clear() {
    Arrays.fill(table, null);
    size = 0;
  }

  private void grow() {
    Object[] before = table;
    table = new Object[4 * before.length];
    for (int i = 0; i < before.length; i += 2) {
      if (before[i] != null) {
        int at = place((Node) before[i]);
        table[at] = before[i];
        table[at + 1] = before[i + 1];
      }
    }
  }
}
