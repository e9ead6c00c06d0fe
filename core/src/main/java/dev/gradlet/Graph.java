package dev.gradlet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has to be computed for some tensors: the nodes they depend on, down to those that have a value, inputs before what
 * uses them. Its {@link #key} says all that a {@link Schedule} may depend on.
 */
final class Graph {
  private static final int[] NO_INPUTS = {};

  final Tensor[] tensors;
  /** The value of a leaf; null for what is to be computed. */
  final Data[] data;
  /** What is read to compute a node. */
  final int[][] inputs;
  /** Of an extremum with a history: the node of its indices, which its VJP will need; else −1. */
  final int[] indices;
  final int[] roots;
  /** Whether histories are walked after this, so that values which a VJP reads should be kept. */
  private final boolean differentiatedLater;

  /** A tensor on its way into the graph, with value and inputs as they were when it was met. */
  private static final class Entry {
    int number = -1;
    Data data;
    Tensor[] inputs;
  }

  private Graph(
      List<Tensor> order, Map<Tensor, Entry> entries, Collection<Tensor> roots, boolean differentiatedLater) {
    int n = order.size();
    this.differentiatedLater = differentiatedLater;
    this.tensors = order.toArray(new Tensor[n]);
    this.data = new Data[n];
    this.inputs = new int[n][];
    this.indices = new int[n];
    for (int i = 0; i < n; i++) {
      Entry entry = entries.get(tensors[i]);
      data[i] = entry.data;
      indices[i] = -1;
      inputs[i] = NO_INPUTS;
      if (data[i] == null) {
        Tensor[] given = entry.inputs;
        inputs[i] = new int[readInputs(tensors[i], given)];
        for (int j = 0; j < inputs[i].length; j++) {
          inputs[i][j] = entries.get(given[j]).number;
        }
        if (needsIndices(tensors[i], given)) {
          indices[i] = entries.get(given[1]).number;
        }
      }
    }
    this.roots = roots.stream().mapToInt(root -> entries.get(root).number).distinct().toArray();
  }

  static Graph of(Collection<Tensor> roots) {
    return of(roots, true);
  }

  static Graph of(Collection<Tensor> roots, boolean differentiatedLater) {
    List<Tensor> order = new ArrayList<>();
    Map<Tensor, Entry> entries = new IdentityHashMap<>();
    Deque<Tensor> stack = new ArrayDeque<>();
    for (Tensor root : roots) {
      stack.push(root);
      while (!stack.isEmpty()) {
        Tensor node = stack.peek();
        Entry entry = entries.get(node);
        if (entry == null) {
          entry = enter(node);
          entries.put(node, entry);
          int read = entry.data != null ? 0 : needsIndices(node, entry.inputs) ? 2 : readInputs(node, entry.inputs);
          for (int j = read - 1; j >= 0; j--) {
            if (!entries.containsKey(entry.inputs[j])) {
              stack.push(entry.inputs[j]);
            }
          }
        } else {
          stack.pop();
          if (entry.number < 0) {
            entry.number = order.size();
            order.add(node);
          }
        }
      }
    }
    return new Graph(order, entries, roots, differentiatedLater);
  }

  /** Another thread may store the value, and then forget the inputs, at any time. */
  private static Entry enter(Tensor node) {
    Entry entry = new Entry();
    entry.data = node.data();
    if (entry.data == null) {
      entry.inputs = node.inputs();
      if (entry.inputs.length == 0) {
        entry.data = node.data();
      }
    }
    return entry;
  }

  /** A movement reads its first input, and so does an extremum; the others serve its VJP. */
  private static int readInputs(Tensor node, Tensor[] inputs) {
    return node.op instanceof Movement || node.op instanceof Reduction ? Math.min(1, inputs.length) : inputs.length;
  }

  private static boolean needsIndices(Tensor node, Tensor[] inputs) {
    return node.op instanceof Reduction && inputs.length == 2 && node.requiresGrad() && !node.isReleased();
  }

  /** Whether the VJP of a node may be asked for after this evaluation. */
  boolean isDifferentiatedLater(int node) {
    return differentiatedLater && tensors[node].requiresGrad() && !tensors[node].isReleased();
  }

  int size() {
    return tensors.length;
  }

  Op op(int node) {
    return tensors[node].op;
  }

  Shape shape(int node) {
    return tensors[node].shape();
  }

  DType dtype(int node) {
    return tensors[node].dtype();
  }

  boolean isLeaf(int node) {
    return data[node] != null;
  }

  /** The node itself, or what it is a view of. */
  int base(int node) {
    int base = node;
    while (!isLeaf(base) && op(base) instanceof Movement) {
      base = inputs[base][0];
    }
    return base;
  }

  /** Operations, edges, shapes, dtypes and the places of leaves in their arrays; no numbers and no tensors. */
  Key key() {
    List<Object> parts = new ArrayList<>(4 * size());
    Set<Integer> isRoot = new HashSet<>();
    for (int root : roots) {
      isRoot.add(root);
    }
    for (int i = 0; i < size(); i++) {
      if (isLeaf(i)) {
        parts.add(data[i].view);
        parts.add(data[i].dtype);
      } else {
        parts.add(op(i) instanceof Custom ? Alias.INSTANCE : op(i));
        parts.add(shape(i));
        parts.add(dtype(i));
        for (int input : inputs[i]) {
          parts.add(input);
        }
        parts.add(indices[i]);
        parts.add(isDifferentiatedLater(i));
      }
      parts.add(isRoot.contains(i));
    }
    return new Key(parts.toArray());
  }

  /** Equal for graphs that have the same schedule. */
  static final class Key {
    private final Object[] parts;
    private final int hash;

    private Key(Object[] parts) {
      this.parts = parts;
      this.hash = Arrays.hashCode(parts);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && hash == key.hash && Arrays.equals(parts, key.parts);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
