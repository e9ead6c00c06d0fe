package dev.gradlet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has to be computed for some tensors: the nodes they depend on, down to those that have a value, inputs before
 * what uses them. Its {@link #key} says all that a {@link Schedule} may depend on.
 */
final class Graph {
  private static final int[] NO_INPUTS = {};
  private static final Tensor[] NO_TENSORS = {};

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
  /** Worked out when asked for. */
  private boolean[] reducedWithin;

  /** A tensor on its way into the graph, with value and inputs as they were when it was met. */
  private static final class Entry {
    private static final Entry[] NONE = {};

    final Tensor tensor;
    final Data data;
    /** How many of the inputs are read to compute the tensor. */
    final int read;
    /** Null before they are met: those that are read, then the indices that a VJP will need. */
    Entry[] inputs;
    private final Tensor[] given;
    int number = -1;

    /** Another thread may store the value, and then forget the inputs, at any time. */
    Entry(Tensor tensor) {
      this.tensor = tensor;
      Data value = tensor.data();
      this.given = value == null ? tensor.inputs() : NO_TENSORS;
      this.data = value == null && given.length == 0 ? tensor.data() : value;
      this.read = data != null ? 0 : tensor.op.readInputs(given.length);
    }

    void meetInputs(Map<Tensor, Entry> entries) {
      int met = needsIndices() ? 2 : read;
      inputs = met == 0 ? NONE : new Entry[met];
      for (int j = 0; j < met; j++) {
        inputs[j] = entries.computeIfAbsent(given[j], Entry::new);
      }
    }

    private boolean needsIndices() {
      return tensor.op instanceof Reduction && given.length == 2 && tensor.requiresGrad() && !tensor.isReleased();
    }
  }

  private Graph(
      Tensor[] tensors, Data[] data, int[][] inputs, int[] indices, int[] roots, boolean differentiatedLater) {
    this.tensors = tensors;
    this.data = data;
    this.inputs = inputs;
    this.indices = indices;
    this.roots = roots;
    this.differentiatedLater = differentiatedLater;
  }

  private Graph(List<Entry> order, int[] roots, boolean differentiatedLater) {
    int n = order.size();
    this.tensors = new Tensor[n];
    this.data = new Data[n];
    this.inputs = new int[n][];
    this.indices = new int[n];
    this.roots = roots;
    this.differentiatedLater = differentiatedLater;
    for (int i = 0; i < n; i++) {
      Entry entry = order.get(i);
      tensors[i] = entry.tensor;
      data[i] = entry.data;
      inputs[i] = entry.read == 0 ? NO_INPUTS : new int[entry.read];
      for (int j = 0; j < entry.read; j++) {
        inputs[i][j] = entry.inputs[j].number;
      }
      indices[i] = entry.read < entry.inputs.length ? entry.inputs[1].number : -1;
    }
  }

  static Graph of(Collection<Tensor> roots) {
    return of(roots, true);
  }

  static Graph of(Collection<Tensor> roots, boolean differentiatedLater) {
    List<Entry> order = new ArrayList<>();
    Map<Tensor, Entry> entries = new HashMap<>();
    Deque<Entry> stack = new ArrayDeque<>();
    for (Tensor root : roots) {
      stack.push(entries.computeIfAbsent(root, Entry::new));
      while (!stack.isEmpty()) {
        Entry entry = stack.peek();
        if (entry.inputs == null) {
          entry.meetInputs(entries);
          for (int j = entry.inputs.length - 1; j >= 0; j--) {
            if (entry.inputs[j].inputs == null) {
              stack.push(entry.inputs[j]);
            }
          }
        } else {
          stack.pop();
          if (entry.number < 0) {
            entry.number = order.size();
            order.add(entry);
          }
        }
      }
    }
    int[] numbers = new int[roots.size()];
    int at = 0;
    for (Tensor root : roots) {
      numbers[at++] = entries.get(root).number;
    }
    return new Graph(order, numbers, differentiatedLater);
  }

  /** What a node computes: the same of equal ones. */
  private record Computation(Op op, Shape shape, DType dtype, List<Integer> inputs, int indices, boolean later) {}

  /** For each node the first one that computes the same; for leaves and what users compute, the node itself. */
  int[] firstOfSame() {
    int[] first = new int[size()];
    Map<Computation, Integer> known = new HashMap<>();
    for (int i = 0; i < first.length; i++) {
      first[i] = i;
      if (!isLeaf(i) && !(op(i) instanceof Custom)) {
        List<Integer> from = Arrays.stream(inputs[i]).mapToObj(input -> first[input]).toList();
        int at = indices[i] < 0 ? -1 : first[indices[i]];
        Integer same = known.putIfAbsent(
            new Computation(op(i), shape(i), dtype(i), from, at, isDifferentiatedLater(i)), i);
        first[i] = same == null ? i : same;
      }
    }
    return first;
  }

  /** This graph without repetitions: nothing reads a node that is not the first of its kind, which counts as a leaf. */
  Graph readingOnly(int[] first) {
    Data[] leaves = data.clone();
    int[][] from = new int[size()][];
    int[] at = indices.clone();
    for (int i = 0; i < from.length; i++) {
      from[i] = Arrays.stream(inputs[i]).map(input -> first[input]).toArray();
      at[i] = at[i] < 0 ? -1 : first[at[i]];
      if (first[i] != i) {
        leaves[i] = new Data(dtype(i), null, View.rowMajor(shape(i)));
      }
    }
    int[] asked = Arrays.stream(roots).map(root -> first[root]).toArray();
    return new Graph(tensors, leaves, from, at, asked, differentiatedLater);
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

  /** What a loop whose root is this node walks: the places of the node, or those of what it reduces. */
  Shape space(int node) {
    return op(node) instanceof Reduction ? shape(inputs[node][0]) : shape(node);
  }

  /** The lane axis of what a node reduces, see {@link LaneRule#lane}. */
  int lane(int node) {
    return LaneRule.lane(space(node), isFoundInNest(node));
  }

  /** Whether a node is reduced along the lanes of its operand. */
  boolean isAlongLanes(int node) {
    return op(node) instanceof Reduction reduction && reduction.reduces(lane(node));
  }

  /** Whether a node is a reduction of each row of its operand, see {@link LaneRule#hasRows}. */
  boolean isRowFold(int node) {
    return op(node) instanceof Reduction reduction
        && !isFoundInNest(node)
        && LaneRule.hasRows(space(node))
        && reduction.axes().equals(List.of(space(node).rank() - 1));
  }

  /** Whether a node is a sum over the rows of its operand, or over rows and lanes. */
  boolean isSumOfRows(int node) {
    return op(node) instanceof Reduction reduction
        && reduction.kind() == Reduction.Kind.SUM
        && LaneRule.hasRows(space(node))
        && !reduction.axes().isEmpty()
        && !isRowFold(node);
  }

  /** Whether the loop of a root may go over rows. */
  boolean canWalkRows(int root) {
    return LaneRule.hasRows(space(root))
        && (op(root) instanceof Op.Elementwise || isRowFold(root) || isSumOfRows(root));
  }

  /**
   * Whether an extremum is found in a nest of loops and not row by row: if its index is, or if it takes reductions that
   * nothing else reads, as the distances of k-means. In whichever order, its bits are the same.
   */
  boolean isFoundInNest(int node) {
    return hasIndices(node)
        || (op(node) instanceof Reduction reduction && reduction.kind() != Reduction.Kind.SUM
            && !isDifferentiatedLater(node) && reducedWithin()[inputs[node][0]]);
  }

  private boolean hasIndices(int node) {
    return indices[node] >= 0 || (op(node) instanceof Reduction reduction && reduction.kind().isIndex());
  }

  /** For each node, whether it is computed from a reduction over loops and nothing but one other node reads it. */
  private boolean[] reducedWithin() {
    if (reducedWithin == null) {
      reducedWithin = new boolean[size()];
      boolean[] readOnce = readOnce();
      for (int i = 0; i < reducedWithin.length; i++) {
        if (readOnce[i] && op(i) instanceof Reduction) {
          reducedWithin[i] = !isAlongLanes(i);
        } else if (readOnce[i] && (op(i) instanceof Op.Elementwise || op(i) instanceof Movement)) {
          for (int input : inputs[i]) {
            reducedWithin[i] |= reducedWithin[input];
          }
        }
      }
    }
    return reducedWithin;
  }

  /** For each node, whether it is to be computed, for one other node and not as a root. */
  private boolean[] readOnce() {
    int[] reader = new int[size()];
    Arrays.fill(reader, -1);
    boolean[] once = new boolean[size()];
    for (int i = 0; i < reader.length; i++) {
      for (int input : isLeaf(i) ? NO_INPUTS : inputs[i]) {
        boolean first = reader[input] < 0 && !isLeaf(input);
        once[input] = first || (once[input] && reader[input] == i);
        reader[input] = i;
      }
    }
    for (int root : roots) {
      once[root] = false;
    }
    return once;
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
    boolean[] isRoot = new boolean[size()];
    for (int root : roots) {
      isRoot[root] = true;
    }
    int length = 0;
    for (int i = 0; i < size(); i++) {
      length += inputs[i].length + (indices[i] < 0 ? 1 : 2);
    }
    Object[] kinds = new Object[size()];
    Shape[] shapes = new Shape[size()];
    int[] edges = new int[length];
    int at = 0;
    for (int i = 0; i < size(); i++) {
      boolean leaf = isLeaf(i);
      kinds[i] = leaf ? data[i].view : op(i) instanceof Custom ? Alias.INSTANCE : op(i);
      shapes[i] = shape(i);
      for (int input : inputs[i]) {
        edges[at++] = input;
      }
      if (indices[i] >= 0) {
        edges[at++] = indices[i];
      }
      edges[at++] = -1 - flags(i, isRoot[i]);
    }
    return new Key(kinds, shapes, edges);
  }

  private int flags(int node, boolean isRoot) {
    return 8 * dtype(node).ordinal() + (isRoot ? 1 : 0) + (!isLeaf(node) && isDifferentiatedLater(node) ? 2 : 0)
        + (indices[node] < 0 ? 0 : 4);
  }

  /** Equal for graphs that have the same schedule. */
  static final class Key {
    /** Of a leaf its view, else the operation. */
    private final Object[] kinds;
    private final Shape[] shapes;
    /** Of each node its inputs, the indices of an extremum that keeps them, then a negative number of flags. */
    private final int[] edges;
    private final int hash;

    private Key(Object[] kinds, Shape[] shapes, int[] edges) {
      this.kinds = kinds;
      this.shapes = shapes;
      this.edges = edges;
      this.hash = 31 * Arrays.hashCode(kinds) + Arrays.hashCode(edges);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && hash == key.hash
          && Arrays.equals(edges, key.edges)
          && Arrays.equals(kinds, key.kinds)
          && Arrays.equals(shapes, key.shapes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
