package dev.gradlet.engine.plan;

import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.Operation.Gathering;
import dev.gradlet.engine.graph.Operation.Moving;
import dev.gradlet.engine.graph.Operation.OfArrays;
import dev.gradlet.engine.graph.Operation.Reducing;
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
 * roots, what an {@link OfArrays operation of arrays} reads, reductions along the lanes (see {@link LaneRule}), costly
 * values that a VJP will want, and what {@link JoinedAxes} say. A stored node is a by-product of a loop that reads it
 * where that loop visits each of its elements exactly once and depends on no other reader; otherwise it has a loop of
 * its own.
 *
 * <p>Where rows of the last axis fit in a tile, a loop goes over rows: reductions of rows, and what is computed from
 * them, need not be stored then, while other reductions must be. That is why softmax, layer norm and their gradients
 * are one loop each.
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
  private final Estimate estimate;
  /** What a VJP will read, or what that is computed from if it is not stored. */
  private final boolean[] readLater;
  private final boolean[] required;
  private final boolean[] expanded;
  private final boolean[] overRows;
  /** Loops with loops of reductions within: such a loop goes over no rows. */
  private final boolean[] nests;
  /** Per node: the loops that read it, ascending. */
  private final List<Reader>[] readers;
  private final int[] extremum;
  private final Siblings siblings;

  /** Nodes that are stored since a reshape of them has no strides otherwise. */
  final boolean[] copied;
  final boolean[] stored;
  /** The root node of the loop that computes a stored node. */
  final int[] host;
  /** Of an extremum: the node of its indices, if the same loop keeps them too; else −1. */
  final int[] companion;

  /** How a loop reads a node. */
  private static final class Reader {
    /** Its root node. */
    final int loop;
    /** Whether it visits each element of the node exactly once. */
    boolean once;
    /** Whether it does so through a reshape that joins axes of what it reads. */
    boolean joined;
    /** Of a loop over rows: the axes of the node along which it moves with the lanes, a bit each. */
    long lanes;

    Reader(int loop, boolean once, boolean joined, long lanes) {
      this.loop = loop;
      this.once = once;
      this.joined = joined;
      this.lanes = lanes;
    }
  }

  /** @param join whether loops over the same places become one */
  @SuppressWarnings({"unchecked", "rawtypes"})
  Fusion(Graph graph, Spaces spaces, boolean fuse, boolean join) {
    int n = graph.size();
    this.graph = graph;
    this.spaces = spaces;
    this.fuse = fuse;
    this.readLater = new boolean[n];
    this.required = new boolean[n];
    this.expanded = new boolean[n];
    this.overRows = new boolean[n];
    this.nests = new boolean[n];
    this.readers = new List[n];
    Arrays.fill(readers, List.of());
    this.extremum = new int[n];
    this.stored = new boolean[n];
    this.host = new int[n];
    this.companion = new int[n];
    Arrays.fill(host, -1);
    Arrays.fill(companion, -1);
    Arrays.fill(extremum, -1);
    findReadLater();
    findRequired();
    this.estimate = new Estimate(graph, spaces, required, readLater);
    this.copied = estimate.copied;
    this.siblings = new Siblings(graph, spaces, host, nests, estimate, join);
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

  private void findRequired() {
    for (int root : graph.roots) {
      required[root] = true;
    }
    for (int i = 0; i < graph.size(); i++) {
      if (!graph.isLeaf(i) && graph.operation(i) instanceof OfArrays) {
        for (int input : graph.inputs[i]) {
          required[input] = true;
        }
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
    if (!required[i] && readers[i].isEmpty()) {
      return;
    }
    if (op instanceof Moving && !copied[i]) {
      passThrough(i);
    } else if (op instanceof OfArrays) {
      stored[i] = true;
      host[i] = i;
      for (int input : graph.inputs[i]) {
        addReader(input, new Reader(i, false, false, 0));
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
    boolean joins = estimate.joined.isJoin(i);
    for (Reader reader : readers[i]) {
      long lanes = map.axesBefore(reader.lanes, graph.shape(input));
      boolean once = elementForElement || (rowByRow && fitsRows(input, reader.loop, lanes));
      addReader(input, new Reader(reader.loop, once && reader.once, joins || reader.joined, lanes));
    }
  }

  private void decideLoop(int i) {
    boolean rowValue = isRowValue(i);
    boolean nested = graph.operation(i) instanceof Reducing && !spaces.isAlongLanes(i);
    boolean alone = nested ? isReadOverRows(i) : spaces.isAlongLanes(i) && !(rowValue && spaces.isRowFold(i));
    boolean costly = estimate.cost[i] > CHEAP;
    stored[i] =
        !fuse || required[i] || copied[i] || estimate.cut[i] || alone || (costly && readLater[i])
            || readers[i].size() > MOST_READERS
            || (costly && (readers[i].size() > 1 || (expanded[i] && !rowValue)));
    boolean hosted = false;
    if (stored[i]) {
      boolean fusible = fuse && !copied[i] && !estimate.cut[i];
      int reader = fusible ? readerToHost(i) : -1;
      boolean joins = fusible && reader < 0 && !(graph.operation(i) instanceof Moving)
          && (alone || spaces.isRowFold(i) || spaces.isSumOfRows(i) || readers[i].isEmpty());
      host[i] = reader >= 0 ? reader : joins ? siblings.join(i, !readers[i].isEmpty()) : i;
      hosted = reader >= 0;
    }
    List<Reader> loops = !stored[i] ? readers[i] : hosted ? List.of(reader(i, host[i])) : List.of(ownLoop(i));
    for (Reader reader : loops) {
      overRows[reader.loop] |= stored[i] && !hosted ? spaces.isRowFold(i) || spaces.isSumOfRows(i)
          : fuse && fitsRows(i, reader.loop, reader.lanes);
      nests[reader.loop] |= nested && (hosted || !stored[i]);
      for (int j = 0; j < graph.inputs[i].length; j++) {
        addReader(graph.inputs[i][j], throughOperation(i, j, reader));
      }
    }
    boolean folded = rowValue && spaces.isRowFold(i);
    for (int j = 0; j < graph.inputs[i].length; j++) {
      boolean gathered = graph.operation(i) instanceof Gathering && j == 0;
      expanded[graph.inputs[i][j]] |=
          (!stored[i] && expanded[i] && !folded) || (gathered && estimate.repeats(i));
    }
    if (graph.indices[i] >= 0) {
      extremum[graph.indices[i]] = i;
    }
  }

  /** The loop that a stored node is computed in for its own sake, as a reader of that node. */
  private Reader ownLoop(int i) {
    return new Reader(host[i], true, false, lanes(host[i], graph.shape(i).rank() - 1));
  }

  /** The axis of what a loop over rows goes over that is its lane, as a bit; none of another loop. */
  private long lanes(int loop, int lane) {
    return spaces.canWalkRows(loop) ? 1L << lane : 0;
  }

  /** How a loop reads an input of what it computes, given how it reads that. */
  private Reader throughOperation(int i, int j, Reader reader) {
    Operation op = graph.operation(i);
    if (op instanceof Moving moving) {
      Shape shape = graph.shape(graph.inputs[i][0]);
      return new Reader(reader.loop, false, estimate.joined.isJoin(i), moving.map().axesBefore(reader.lanes, shape));
    } else if (op instanceof Gathering gather && j == 0) {
      return new Reader(
          reader.loop, false, reader.joined, reader.lanes == 0 ? 0 : reader.lanes | 1L << gather.axis());
    } else if (op instanceof Reducing && spaces.isAlongLanes(i)) {
      return new Reader(reader.loop, reader.once, reader.joined, lanes(reader.loop, spaces.lane(i)));
    }
    return new Reader(reader.loop, reader.once, reader.joined, reader.lanes);
  }

  /** Whether a node that is computed from row folds has one value for each row of every loop that reads it. */
  private boolean isRowValue(int i) {
    boolean fits = fuse && !readers[i].isEmpty();
    for (Reader reader : readers[i]) {
      fits = fits && fitsRows(i, reader.loop, reader.lanes);
    }
    return fits;
  }

  /** @param lanes the axes of the node along which the loop moves with its lanes */
  private boolean fitsRows(int i, int loop, long lanes) {
    Shape space = spaces.space(loop);
    return estimate.fromFolds[i]
        && lanes == 0
        && !nests[loop]
        && spaces.canWalkRows(loop)
        && graph.shape(i).elements() == space.elements() / space.size(-1)
        && (!spaces.isRowFold(i) || spaces.space(i).size(-1) == space.size(-1));
  }

  private boolean isReadOverRows(int i) {
    boolean overRows = false;
    for (Reader reader : readers[i]) {
      overRows |= willWalkRows(reader.loop);
    }
    return overRows;
  }

  /** Whether a loop goes over rows, or will once the row folds are met that what it computes is computed from. */
  private boolean willWalkRows(int loop) {
    boolean fromFolds = estimate.fromFolds[loop];
    for (int member : siblings.of(loop)) {
      fromFolds |= estimate.fromFolds[member];
    }
    return overRows[loop] || (fuse && fromFolds && !nests[loop] && spaces.canWalkRows(loop));
  }

  /** Whether a node is a product that one loop reads, each element once, and nothing else ever asks for. */
  boolean isReadOnceBy(int loop, int node) {
    return graph.operation(node) instanceof OfArrays whole
        && whole.givesItsArray()
        && !graph.isLeaf(node)
        && !required[node]
        && !readLater[node]
        && readers[node].size() == 1
        && readers[node].get(0).loop == loop
        && readers[node].get(0).once;
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
    boolean nested = graph.operation(i) instanceof Reducing && !spaces.isAlongLanes(i);
    for (Reader reader : readers[i]) {
      int loop = reader.loop;
      boolean fits = nested ? !willWalkRows(loop) : !spaces.isAlongLanes(i) || fitsRows(i, loop, reader.lanes);
      if (reader.once && !reader.joined && fits && runsBeforeOthers(i, loop)) {
        return loop;
      }
    }
    return -1;
  }

  private boolean runsBeforeOthers(int i, int loop) {
    int[] roots = new int[readers[i].size()];
    boolean merged = false;
    for (int r = 0; r < roots.length; r++) {
      roots[r] = readers[i].get(r).loop;
      merged |= !siblings.of(roots[r]).isEmpty();
    }
    return roots.length == 1 || (loop == roots[0] && !merged) || siblings.runsBefore(loop, i, roots);
  }

  /** Whether loops read a stored node through a reshape that joins axes: then it lies row-major. */
  boolean isJoined(int node) {
    boolean joined = copied[node];
    for (Reader reader : readers[node]) {
      joined |= reader.joined;
    }
    return joined;
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
      for (Reader reader : stored[i] ? readers[i] : List.<Reader>of()) {
        if (reader.loop != host[i]) {
          after.get(host[i]).add(reader.loop);
          missing[reader.loop]++;
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
    int loop = stored[y] ? host[y] : readers[y].size() == 1 ? readers[y].get(0).loop : -1;
    boolean once = stored[y] && host[y] == y || (!readers[y].isEmpty() && readers[y].get(0).once);
    boolean isReadBefore = !readers[i].isEmpty() && readers[i].get(0).loop <= loop;
    if (!fuse || loop < 0 || !once || isReadBefore) {
      return false;
    }
    stored[i] = true;
    host[i] = loop;
    companion[y] = i;
    return true;
  }

  private Reader reader(int node, int loop) {
    int at = 0;
    while (readers[node].get(at).loop != loop) {
      at++;
    }
    return readers[node].get(at);
  }

  /** Notes how a loop reads a node; it may read it in other ways too. */
  private void addReader(int node, Reader added) {
    if (graph.isLeaf(node)) {
      return;
    }
    List<Reader> known = readers[node].isEmpty() ? new ArrayList<>(2) : readers[node];
    readers[node] = known;
    int at = known.size();
    while (at > 0 && known.get(at - 1).loop > added.loop) {
      at--;
    }
    if (at == 0 || known.get(at - 1).loop != added.loop) {
      known.add(at, added);
      return;
    }
    Reader reader = known.get(at - 1);
    reader.once |= added.once;
    reader.joined |= added.joined;
    reader.lanes |= added.lanes;
  }
}
