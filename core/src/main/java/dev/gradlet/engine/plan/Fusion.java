package dev.gradlet.engine.plan;

import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.Operation.Gathering;
import dev.gradlet.engine.graph.Operation.Moving;
import dev.gradlet.engine.graph.Operation.OfArrays;
import dev.gradlet.engine.graph.ViewMap;
import dev.gradlet.engine.graph.VjpReads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Decides which nodes of a graph get an array, and which loop computes each.
 *
 * <p>A node that nothing but one loop reads is computed inside that loop and never stored. One that several loops read
 * is computed in each of them while that is cheap (at most {@value #CHEAP} additions' worth), else stored; so are the
 * roots, what an {@link OfArrays operation of arrays} reads, reductions along the lanes (see {@link LaneRule}), and costly values that a
 * VJP will want. A stored node is a by-product of a loop that reads it where that loop visits each of its elements
 * exactly once and depends on no other reader; otherwise it has a loop of its own.
 *
 * <p>Where rows of the last axis fit in a tile, a loop goes over rows: reductions of rows, and what is computed from
 * them, need not be stored then. That is why softmax, layer norm and their gradients are one loop each.
 *
 * <p>Nodes are visited from the roots back, so that what reads a node is decided before the node. Loops over the same
 * places may become one (see {@link Siblings}), which then runs when all that its members read is there.
 */
final class Fusion {
  static final int CHEAP = 8;
  private static final int MOST_READERS = 8;

  private final Graph graph;
  private final Spaces spaces;
  private final boolean fuse;
  /** Reductions that cannot be computed within another loop. */
  private final boolean[] apart;
  private final Estimate estimate;
  /** What a VJP will read, or what that is computed from if it is not stored. */
  private final boolean[] readLater;
  private final boolean[] required;
  private final boolean[] expanded;
  private final boolean[] overRows;
  /** Per node: the loops that read it, as their root nodes, ascending; and whether each visits its elements once. */
  private final int[][] readers;
  private final boolean[][] direct;
  private final int[] extremum;
  private final Siblings siblings;

  /** Nodes that must lie row-major, as a reshape of them has no strides otherwise. */
  final boolean[] copied;
  final boolean[] stored;
  /** The root node of the loop that computes a stored node. */
  final int[] host;
  /** Of an extremum: the node of its indices, if the same loop keeps them too; else −1. */
  final int[] companion;

  /** @param join whether loops over the same places become one */
  Fusion(Graph graph, Spaces spaces, Needs needs, boolean fuse, boolean join) {
    int n = graph.size();
    this.graph = graph;
    this.spaces = spaces;
    this.fuse = fuse;
    this.copied = needs.copied.clone();
    this.apart = needs.apart;
    this.readLater = new boolean[n];
    this.required = new boolean[n];
    this.expanded = new boolean[n];
    this.overRows = new boolean[n];
    this.readers = new int[n][0];
    this.direct = new boolean[n][0];
    this.extremum = new int[n];
    this.stored = new boolean[n];
    this.host = new int[n];
    this.companion = new int[n];
    Arrays.fill(host, -1);
    Arrays.fill(companion, -1);
    Arrays.fill(extremum, -1);
    this.estimate = new Estimate(graph, spaces, copied);
    this.siblings = new Siblings(graph, spaces, host, estimate, join);
    findReadLater();
    for (int root : graph.roots) {
      required[root] = true;
    }
    for (int i = n - 1; i >= 0; i--) {
      if (!graph.isLeaf(i)) {
        decide(i);
        if (readLater[i] && !stored[i]) {
          for (int input : graph.inputs[i]) {
            readLater[input] = true;
          }
        }
      }
    }
  }

  /** What the VJPs that may be asked for after this evaluation will want. */
  private void findReadLater() {
    for (int i = 0; fuse && i < graph.size(); i++) {
      if (graph.isLeaf(i) || !graph.isDifferentiatedLater(i)) {
        continue;
      }
      VjpReads reads = graph.indices[i] >= 0 ? VjpReads.NOTHING : graph.operation(i).vjpReads();
      readLater[i] |= reads.output();
      for (int j = 0; j < graph.inputs[i].length; j++) {
        readLater[graph.base(graph.inputs[i][j])] |= reads.input(j);
      }
    }
  }

  private void decide(int i) {
    Operation op = graph.operation(i);
    if (extremum[i] >= 0 && joinsExtremum(i)) {
      return;
    }
    if (extremum[i] >= 0) {
      required[i] = true;
    }
    if (!required[i] && readers[i].length == 0) {
      return;
    }
    if (op instanceof Moving && !copied[i]) {
      passThrough(i);
    } else if (op instanceof OfArrays) {
      stored[i] = true;
      host[i] = i;
      for (int input : graph.inputs[i]) {
        required[input] = true;
        addReader(input, i, false);
      }
    } else {
      decideLoop(i);
    }
  }

  /** A view is read by whatever reads it; if it is required, so is what it is a view of. */
  private void passThrough(int i) {
    int input = graph.inputs[i][0];
    required[input] |= required[i];
    expanded[input] |= expanded[i] || estimate.repeats(i);
    ViewMap map = ((Moving) graph.operation(i)).map();
    boolean elementForElement = map.keepsAxes(graph.shape(input));
    boolean rowByRow = map.repeatsRowValues(graph.shape(input));
    for (int r = 0; r < readers[i].length; r++) {
      boolean once = elementForElement || (rowByRow && fitsRows(input, readers[i][r]));
      addReader(input, readers[i][r], once && direct[i][r]);
    }
  }

  private void decideLoop(int i) {
    boolean rowValue = isRowValue(i);
    boolean alone = apart[i] || (spaces.isAlongLanes(i) && !(rowValue && spaces.isRowFold(i)));
    boolean costly = estimate.cost[i] > CHEAP;
    stored[i] =
        !fuse || required[i] || copied[i] || estimate.cut[i] || alone || (costly && readLater[i])
            || readers[i].length > MOST_READERS
            || (costly && (readers[i].length > 1 || (expanded[i] && !rowValue)));
    boolean visitsOnce = stored[i];
    if (stored[i]) {
      boolean fusible = fuse && !copied[i] && !estimate.cut[i];
      int reader = fusible && !apart[i] ? readerToHost(i) : -1;
      boolean joins = fusible && reader < 0 && !(graph.operation(i) instanceof Moving)
          && (alone || spaces.isRowFold(i) || spaces.isSumOfRows(i) || readers[i].length == 0);
      host[i] = reader >= 0 ? reader : joins ? siblings.join(i, readers[i].length > 0) : i;
      visitsOnce = reader < 0;
    }
    int[] loops = stored[i] ? new int[] {host[i]} : readers[i];
    for (int loop : loops) {
      overRows[loop] |= visitsOnce ? spaces.isRowFold(i) || spaces.isSumOfRows(i) : fuse && fitsRows(i, loop);
    }
    for (int j = 0; j < graph.inputs[i].length; j++) {
      int input = graph.inputs[i][j];
      boolean gathered = graph.operation(i) instanceof Gathering && j == 0;
      boolean elementForElement = !gathered && !(graph.operation(i) instanceof Moving);
      for (int r = 0; r < loops.length; r++) {
        addReader(input, loops[r], elementForElement && (visitsOnce || direct[i][r]));
      }
      boolean folded = rowValue && spaces.isRowFold(i);
      expanded[input] |= (!stored[i] && expanded[i] && !folded) || (gathered && estimate.repeats(i));
    }
    if (graph.indices[i] >= 0) {
      extremum[graph.indices[i]] = i;
    }
  }

  /** Whether a node that is computed from row folds has one value for each row of every loop that reads it. */
  private boolean isRowValue(int i) {
    boolean fits = fuse && readers[i].length > 0;
    for (int loop : readers[i]) {
      fits = fits && fitsRows(i, loop);
    }
    return fits;
  }

  private boolean fitsRows(int i, int loop) {
    Shape space = spaces.space(loop);
    return estimate.fromFolds[i]
        && !apart[i]
        && spaces.canWalkRows(loop)
        && graph.shape(i).elements() == space.elements() / space.size(-1)
        && (!spaces.isRowFold(i) || spaces.space(i).size(-1) == space.size(-1));
  }

  /** Whether a node is a product that one loop reads, each element once, and nothing else ever asks for. */
  boolean isReadOnceBy(int loop, int node) {
    return graph.operation(node) instanceof OfArrays whole
        && whole.givesItsArray()
        && !graph.isLeaf(node)
        && !required[node]
        && !readLater[node]
        && readers[node].length == 1
        && readers[node][0] == loop
        && direct[node][0];
  }

  /** Whether the loop of a root goes over rows. */
  boolean walksRows(int root) {
    return overRows[root];
  }

  /**
   * The loop that can keep what it computes of a node: it visits each element once, and needs none of the other loops
   * that read the node. The first such loop, as it does not depend on later ones; −1 if there is none.
   */
  private int readerToHost(int i) {
    for (int r = 0; r < readers[i].length; r++) {
      int loop = readers[i][r];
      if (direct[i][r] && (!spaces.isAlongLanes(i) || fitsRows(i, loop)) && runsBeforeOthers(i, loop)) {
        return loop;
      }
    }
    return -1;
  }

  private boolean runsBeforeOthers(int i, int loop) {
    boolean merged = false;
    for (int reader : readers[i]) {
      merged |= !siblings.of(reader).isEmpty();
    }
    if (readers[i].length == 1 || (loop == readers[i][0] && !merged)) {
      return true;
    }
    return siblings.runsBefore(loop, i, readers[i]);
  }

  /**
   * The roots of the loops and the array operations in an order in which they can run; null where there is none, since
   * loops that became one now depend on each other.
   */
  int[] order() {
    int[] roots = IntStream.range(0, graph.size()).filter(i -> stored[i] && host[i] == i).toArray();
    if (siblings.areInOrder()) {
      return roots;
    }
    int[] missing = new int[graph.size()];
    List<List<Integer>> after = new ArrayList<>();
    for (int i = 0; i < graph.size(); i++) {
      after.add(new ArrayList<>());
    }
    for (int i = 0; i < graph.size(); i++) {
      for (int reader : stored[i] ? readers[i] : new int[0]) {
        if (reader != host[i]) {
          after.get(host[i]).add(reader);
          missing[reader]++;
        }
      }
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    Arrays.stream(roots).filter(root -> missing[root] == 0).forEach(ready::add);
    int[] order = new int[roots.length];
    for (int at = 0; at < order.length; at++) {
      if (ready.isEmpty()) {
        return null;
      }
      order[at] = ready.remove();
      for (int next : after.get(order[at])) {
        if (--missing[next] == 0) {
          ready.add(next);
        }
      }
    }
    return order;
  }

  /** The nodes that the loop of a root computes beside it, over the same places. */
  List<Integer> siblings(int root) {
    return siblings.of(root);
  }

  /** The indices of an extremum are kept by the loop that computes it, unless they are read within or before it. */
  private boolean joinsExtremum(int i) {
    int y = extremum[i];
    int loop = stored[y] ? host[y] : readers[y].length == 1 ? readers[y][0] : -1;
    boolean once = stored[y] ? host[y] == y || direct[y][0] : readers[y].length == 1 && direct[y][0];
    if (!fuse || loop < 0 || !once) {
      return false;
    }
    for (int reader : readers[i]) {
      if (reader <= loop) {
        return false;
      }
    }
    stored[i] = true;
    host[i] = loop;
    companion[y] = i;
    return true;
  }

  private void addReader(int node, int loop, boolean once) {
    if (graph.isLeaf(node)) {
      return;
    }
    int[] known = readers[node];
    int at = Arrays.binarySearch(known, loop);
    if (at >= 0) {
      direct[node][at] |= once;
      return;
    }
    int insertion = -at - 1;
    int[] more = Arrays.copyOf(known, known.length + 1);
    boolean[] moreDirect = Arrays.copyOf(direct[node], more.length);
    System.arraycopy(known, insertion, more, insertion + 1, known.length - insertion);
    System.arraycopy(direct[node], insertion, moreDirect, insertion + 1, known.length - insertion);
    more[insertion] = loop;
    moreDirect[insertion] = once;
    readers[node] = more;
    direct[node] = moreDirect;
  }
}
