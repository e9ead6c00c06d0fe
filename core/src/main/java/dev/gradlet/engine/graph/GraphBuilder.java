package dev.gradlet.engine.graph;

import dev.gradlet.engine.graph.Operation.Reducing;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Collects the nodes that some roots depend on, each once. Leaves with the same content become one node, and so do
 * equal numbers in the same role. Equal numbers in different roles stay apart: numbers that happen to be equal in one
 * step of an optimizer may differ in the next, and the structure of the graph must not.
 */
final class GraphBuilder {
  private static final int[] NO_INPUTS = {};
  private static final Node[] NO_NODES = {};

  /**
   * An empty one that the thread used before, whose tables have grown: new ones are a twentieth of the bytes that a
   * training step of a small network takes.
   */
  private static final ThreadLocal<GraphBuilder> FREE = new ThreadLocal<>();

  /** After graphs of more nodes, which take long anyway, the tables are not kept. */
  private static final int MOST_KEPT = 1 << 12;

  private final NodeMap<Entry> entries = new NodeMap<>();
  private final Function<Node, Entry> make = this::make;
  private final Map<Object, Entry> leaves = new HashMap<>();
  private final Map<Data, Role> numbers = new HashMap<>();
  private int size;
  /** The entry that was numbered last. */
  private Entry last;

  /** A node on its way into the graph, with its value and inputs as they were when it was met. */
  private static final class Entry {
    final Node node;
    final Data data;
    /** The numbers of the inputs that are read to compute the node. */
    final int[] inputs;
    private final Node[] given;
    /** How many of the given inputs belong to the graph: those that are read, then the indices that a VJP will read. */
    private final int needed;
    private int met;
    int indices = -1;
    int number = -1;
    /** Until this is numbered, the entry whose input it is; from then on, the entry that was numbered before it. */
    private Entry below;

    Entry(Node node, Data data, Node[] given) {
      this.node = node;
      this.data = data;
      this.given = given;
      int read = data != null ? 0 : node.operation().readInputs(given.length);
      boolean needsIndices = read < given.length && node.hasHistory() && node.operation() instanceof Reducing;
      this.needed = needsIndices ? given.length : read;
      this.inputs = read == 0 ? NO_INPUTS : new int[read];
    }

    void meet(Entry input) {
      if (met < inputs.length) {
        inputs[met] = input.number;
      } else {
        indices = input.number;
      }
      met++;
    }
  }

  /** A number as an operand of an operation; {@code beside} computes the other operand, or is null. */
  private record Role(Operation reader, int position, Operation beside, Entry entry, Role next) {
    boolean is(Operation otherReader, int otherPosition, Operation otherBeside) {
      return position == otherPosition
          && Operation.same(reader, otherReader) && Operation.same(beside, otherBeside);
    }
  }

  private GraphBuilder() {}

  static Graph graph(Collection<Node> roots, boolean differentiatedLater) {
    GraphBuilder free = FREE.get();
    FREE.remove();
    GraphBuilder builder = free == null ? new GraphBuilder() : free;
    Graph graph = builder.build(roots, differentiatedLater);
    if (builder.entries.size() <= MOST_KEPT) {
      builder.clear();
      FREE.set(builder);
    }
    return graph;
  }

  private void clear() {
    entries.clear();
    leaves.clear();
    numbers.clear();
    size = 0;
    last = null;
  }

  private Graph build(Collection<Node> roots, boolean differentiatedLater) {
    int[] numbersOfRoots = new int[roots.size()];
    int at = 0;
    for (Node root : roots) {
      Data known = root.data();
      numbersOfRoots[at++] = number(isNumber(known) ? inRole(root, known, null, 0, null) : entry(root));
    }
    Node[] nodes = new Node[size];
    Data[] data = new Data[size];
    int[][] inputs = new int[size][];
    int[] indices = new int[size];
    for (Entry entry = last; entry != null; entry = entry.below) {
      nodes[entry.number] = entry.node;
      data[entry.number] = entry.data;
      inputs[entry.number] = entry.inputs;
      indices[entry.number] = entry.indices;
    }
    return new Graph(nodes, data, inputs, indices, numbersOfRoots, differentiatedLater);
  }

  /** The number of an entry, which is numbered after everything that it depends on. Depth first, without recursion. */
  private int number(Entry root) {
    Entry entry = root.number < 0 ? root : null;
    while (entry != null) {
      if (entry.met < entry.needed) {
        Entry input = input(entry, entry.met);
        if (input.number < 0) {
          input.below = entry;
          entry = input;
        } else {
          entry.meet(input);
        }
      } else {
        Entry reader = entry.below;
        entry.number = size++;
        entry.below = last;
        last = entry;
        if (reader != null) {
          reader.meet(entry);
        }
        entry = reader;
      }
    }
    return root.number;
  }

  private Entry input(Entry reader, int j) {
    Node input = reader.given[j];
    Data known = input.data();
    if (!isNumber(known)) {
      return entry(input);
    }
    Node other = reader.given[j > 0 ? 0 : reader.needed - 1];
    return inRole(input, known, reader.node.operation(), j, other.data() == null ? other.operation() : null);
  }

  private static boolean isNumber(Data data) {
    return data != null && data.isNumber();
  }

  private Entry inRole(Node number, Data data, Operation reader, int position, Operation beside) {
    Role first = numbers.get(data);
    for (Role role = first; role != null; role = role.next) {
      if (role.is(reader, position, beside)) {
        return role.entry;
      }
    }
    Entry entry = new Entry(number, data, NO_NODES);
    numbers.put(data, new Role(reader, position, beside, entry, first));
    return entry;
  }

  private Entry entry(Node node) {
    return entries.computeIfAbsent(node, make);
  }

  /** Another thread may store the value and then forget the inputs at any time, so the value is read twice. */
  private Entry make(Node node) {
    Data before = node.data();
    Node[] inputs = before == null ? node.inputs() : NO_NODES;
    Data data = before == null && inputs.length == 0 ? node.data() : before;
    if (data == null) {
      node.checkNotFreed();
      return new Entry(node, null, inputs);
    }
    Entry leaf = new Entry(node, data, NO_NODES);
    Entry same = leaves.putIfAbsent(data.content(), leaf);
    return same == null ? leaf : same;
  }
}
