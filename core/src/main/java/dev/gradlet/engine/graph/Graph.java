package dev.gradlet.engine.graph;

import dev.gradlet.DType;
import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Operation.Moving;
import dev.gradlet.engine.graph.Operation.Reducing;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that has to be computed for some roots: the nodes they depend on, down to those that have a value, each
 * after its inputs. The {@link #key} says all that the schedule of the evaluation may depend on.
 */
public final class Graph {
  public final Node[] nodes;
  /** The value of a leaf; null for what is to be computed. */
  public final Data[] data;
  /** The inputs that are read to compute a node. */
  public final int[][] inputs;
  /** For an extremum with a history, the node of its indices, which its VJP will read; else −1. */
  public final int[] indices;
  public final int[] roots;
  /** Whether histories may be walked after this evaluation, so that the values a VJP reads should be kept. */
  private final boolean differentiatedLater;

  Graph(
      Node[] nodes, Data[] data, int[][] inputs, int[] indices, int[] roots, boolean differentiatedLater) {
    this.nodes = nodes;
    this.data = data;
    this.inputs = inputs;
    this.indices = indices;
    this.roots = roots;
    this.differentiatedLater = differentiatedLater;
  }

  public static Graph of(Collection<Node> roots) {
    return of(roots, true);
  }

  public static Graph of(Collection<Node> roots, boolean differentiatedLater) {
    return GraphBuilder.graph(roots, differentiatedLater);
  }

  /** For each node, the first one that computes the same; leaves and custom operations stand for themselves. */
  public int[] firstOfSame() {
    int[] first = new int[size()];
    Map<Object, Integer> known = new HashMap<>();
    for (int i = 0; i < first.length; i++) {
      first[i] = i;
      if (!isLeaf(i)) {
        IntBuffer from = IntBuffer.wrap(firsts(first, inputs[i])); // equal by content
        int at = indices[i] < 0 ? -1 : first[indices[i]];
        Operation operation = operation(i);
        Object computation = List.of(
            operation.getClass(), operation.parameters(), shape(i), dtype(i), from, at, isDifferentiatedLater(i));
        Integer same = known.putIfAbsent(computation, i);
        first[i] = same == null ? i : same;
      }
    }
    return first;
  }

  /** This graph without repetitions: every reader reads the first of equal nodes, and the others become leaves. */
  public Graph readingOnly(int[] first) {
    Data[] leaves = data.clone();
    int[][] from = new int[size()][];
    int[] at = indices.clone();
    for (int i = 0; i < from.length; i++) {
      from[i] = firsts(first, inputs[i]);
      at[i] = at[i] < 0 ? -1 : first[at[i]];
      if (first[i] != i) {
        leaves[i] = new Data(dtype(i), null, View.rowMajor(shape(i)));
      }
    }
    return new Graph(nodes, leaves, from, at, firsts(first, roots), differentiatedLater);
  }

  private static int[] firsts(int[] first, int[] nodes) {
    int[] firsts = new int[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      firsts[i] = first[nodes[i]];
    }
    return firsts;
  }

  /** For each node whether it is a root. */
  public boolean[] isRoot() {
    boolean[] isRoot = new boolean[size()];
    for (int root : roots) {
      isRoot[root] = true;
    }
    return isRoot;
  }

  /** Whether the VJP of a node may be asked for after this evaluation. */
  public boolean isDifferentiatedLater(int node) {
    return differentiatedLater && nodes[node].hasHistory();
  }

  /** Whether a node has a history that this evaluation is the last to need. */
  public boolean isGivenUp(int node) {
    return !differentiatedLater && nodes[node].hasHistory();
  }

  public int size() {
    return nodes.length;
  }

  public Operation operation(int node) {
    return nodes[node].operation();
  }

  public Shape shape(int node) {
    return nodes[node].shape();
  }

  public DType dtype(int node) {
    return nodes[node].dtype();
  }

  public boolean isLeaf(int node) {
    return data[node] != null;
  }

  /** Whether a node is the index of an extremum, or an extremum whose index is kept. */
  public boolean hasIndices(int node) {
    return indices[node] >= 0 || (operation(node) instanceof Reducing reduction && reduction.kind().isIndex());
  }

  /** The node itself, or what it is a view of. */
  public int base(int node) {
    int base = node;
    while (!isLeaf(base) && operation(base) instanceof Moving) {
      base = inputs[base][0];
    }
    return base;
  }

  /**
   * Operations, edges, shapes, dtypes and the strides of leaves; neither numbers, offsets nor values.
   *
   * @param settings what else the schedule depends on
   */
  public Key key(int... settings) {
    boolean[] isRoot = isRoot();
    int length = settings.length;
    for (int i = 0; i < size(); i++) {
      length += isLeaf(i) ? 1 + shape(i).rank() : inputs[i].length + (indices[i] < 0 ? 1 : 2);
    }
    Operation[] operations = new Operation[size()];
    Shape[] shapes = new Shape[size()];
    int[] edges = Arrays.copyOf(settings, length);
    int at = settings.length;
    for (int i = 0; i < size(); i++) {
      operations[i] = isLeaf(i) ? null : operation(i);
      shapes[i] = shape(i);
      for (int edge : isLeaf(i) ? data[i].view.strides() : inputs[i]) {
        edges[at++] = edge;
      }
      if (indices[i] >= 0) {
        edges[at++] = indices[i];
      }
      edges[at++] = -1 - flags(i, isRoot[i]);
    }
    return new Key(operations, shapes, edges);
  }

  private int flags(int node, boolean isRoot) {
    return 8 * dtype(node).ordinal() + (isRoot ? 1 : 0) + (!isLeaf(node) && isDifferentiatedLater(node) ? 2 : 0)
        + (indices[node] < 0 ? 0 : 4);
  }

  /** Equal for graphs that have the same schedule. */
  public static final class Key {
    /** The operation of each node; null for a leaf. */
    private final Operation[] operations;
    private final Shape[] shapes;
    /**
     * The settings, then for each node: its inputs, or a leaf's strides; the node of an extremum's indices; its flags,
     * negative.
     */
    private final int[] edges;
    private final int hash;

    /** How many operations count for the hash code; the edges tell large graphs apart. */
    private static final int TOLD_BY_OPERATIONS = 32;

    private Key(Operation[] operations, Shape[] shapes, int[] edges) {
      this.operations = operations;
      this.shapes = shapes;
      this.edges = edges;
      int hash = Arrays.hashCode(edges);
      for (int i = Math.max(0, operations.length - TOLD_BY_OPERATIONS); i < operations.length; i++) {
        hash = 31 * hash + (operations[i] == null ? 0 : operations[i].parameters().hashCode());
      }
      this.hash = hash;
    }

    /** The number of nodes. */
    public int nodes() {
      return operations.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && hash == key.hash
          && Arrays.equals(edges, key.edges)
          && hasSameOperations(key)
          && Arrays.equals(shapes, key.shapes);
    }

    private boolean hasSameOperations(Key other) {
      boolean same = operations.length == other.operations.length;
      for (int i = 0; same && i < operations.length; i++) {
        same = Operation.same(operations[i], other.operations[i]);
      }
      return same;
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
