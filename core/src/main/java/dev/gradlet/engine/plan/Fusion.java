package dev.gradlet.engine.plan;

import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation.Gathering;
import dev.gradlet.engine.graph.Operation.OfArrays;
import dev.gradlet.engine.graph.ViewMap;
import dev.gradlet.engine.graph.VjpReads;
import dev.gradlet.engine.plan.Readers.Reader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decides which nodes of a graph get an array, and which loop computes each.
 *
 * <p>A node that only one loop reads is computed inside that loop and never stored. One that several loops read is
 * computed in each of them while that is cheap (at most {@value Estimate#CHEAP} additions' worth), else stored. Also
 * stored are the roots, the inputs of {@link OfArrays operations of arrays}, reductions along the lanes (see {@link
 * LaneRule}), costly values that a VJP will read, and what {@link JoinedAxes} say. A loop that reads a stored node
 * computes it on the side if it visits each of its elements exactly once and depends on no other reader; otherwise the
 * node has a loop of its own.
 *
 * <p>Where rows of the last axis fit in a tile, a loop goes over rows: then reductions of rows, and what is computed
 * from them, need not be stored, while other reductions must be. That is why softmax, layer norm and their gradients
 * are one loop each.
 *
 * <p>Nodes are visited from the roots back, so that the readers of a node are decided before the node. Loops over the
 * same places may become one (see {@link Siblings}); it runs once everything that its members read has been computed.
 */
final class Fusion {
  private static final int MOST_READERS = 8;

  private final Graph graph;
  private final Spaces spaces;
  private final boolean fuse;
  private final Estimate estimate;
  private final Siblings siblings;
  private final Readers readers;
  /** What a VJP will read, or what that is computed from if it is not stored. */
  private final boolean[] readLater;
  private final boolean[] required;
  /** Nodes whose elements a loop that reads them finds in several places. */
  private final boolean[] expanded;
  private final boolean[] overRows;
  /** Loops with loops of reductions within: such a loop goes over no rows. */
  private final boolean[] nests;
  /** Of the indices of an extremum: the node of that; else −1. */
  private final int[] extremum;

  /** Nodes that are stored since a reshape of them has no strides otherwise. */
  final boolean[] copied;
  /** The root node of the loop that computes a stored node; −1 of what is not stored. */
  final int[] host;
  /** Of an extremum: the node of its indices, if the same loop keeps them too; else −1. */
  final int[] companion;

  /** @param join whether loops over the same places become one */
  Fusion(Graph graph, Spaces spaces, boolean fuse, boolean join) {
    int n = graph.size();
    this.graph = graph;
    this.spaces = spaces;
    this.fuse = fuse;
    this.readers = new Readers(n);
    this.readLater = new boolean[n];
    this.required = new boolean[n];
    this.expanded = new boolean[n];
    this.overRows = new boolean[n];
    this.nests = new boolean[n];
    this.extremum = none(n);
    this.host = none(n);
    this.companion = none(n);
    findReadLater();
    findRequired();
    this.estimate = new Estimate(graph, spaces, required, readLater);
    this.copied = estimate.copied;
    this.siblings = new Siblings(graph, spaces, host, nests, estimate, join);
    for (int i = n - 1; i >= 0; i--) {
      if (spaces.kind(i) != Kind.LEAF) {
        decide(i);
        if (readLater[i] && !isStored(i)) {
          for (int input : graph.inputs[i]) {
            readLater[input] = true;
          }
        }
      }
    }
  }

  private static int[] none(int n) {
    int[] none = new int[n];
    Arrays.fill(none, -1);
    return none;
  }

  /** What the VJPs that may be asked for after this evaluation will want. */
  private void findReadLater() {
    for (int i = 0; fuse && i < graph.size(); i++) {
      if (spaces.kind(i) == Kind.LEAF || !graph.isDifferentiatedLater(i)) {
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
      if (spaces.kind(i) == Kind.OF_ARRAYS) {
        for (int input : graph.inputs[i]) {
          required[input] = true;
        }
      }
    }
  }

  // ---- one node after the other, from the roots back ----

  private void decide(int i) {
    if (extremum[i] >= 0 && joinsExtremum(i)) {
      return;
    }
    required[i] |= extremum[i] >= 0;
    if (!required[i] && readers.of(i).isEmpty()) {
      return;
    }
    if (spaces.kind(i) == Kind.VIEW && !copied[i]) {
      passThrough(i);
    } else if (spaces.kind(i) == Kind.OF_ARRAYS) {
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
    ViewMap map = spaces.map(i);
    boolean elementForElement = map.keepsAxes(graph.shape(input));
    boolean rowByRow = map.repeatsRowValues(graph.shape(input));
    for (Reader reader : readers.of(i)) {
      long lanes = map.axesBefore(reader.lanes(), graph.shape(input));
      boolean once = elementForElement || (rowByRow && fitsRows(input, reader.loop(), lanes));
      boolean joined = reader.joined() || estimate.joined.isJoin(i);
      addReader(input, new Reader(reader.loop(), once && reader.once(), joined, lanes));
    }
  }

  private void decideLoop(int i) {
    boolean rowValue = isRowValue(i);
    boolean alone = isAlone(i, rowValue);
    boolean stored = alone || isToBeStored(i, rowValue);
    int reader = stored && isFusible(i) ? readerToHost(i) : -1;
    boolean starts = stored && reader < 0;
    if (stored) {
      host[i] = starts ? ownLoop(i, alone) : reader;
    }
    List<Reader> loops = !stored ? readers.of(i)
        : List.of(starts ? new Reader(host[i], true, false, lanes(host[i], graph.shape(i).rank() - 1))
            : readers.of(i, reader));
    for (Reader loop : loops) {
      overRows[loop.loop()] |= starts ? spaces.isRowReduction(i) || spaces.isSumOverRows(i)
          : fuse && fitsRows(i, loop.loop(), loop.lanes());
      nests[loop.loop()] |= !starts && spaces.isNested(i);
      for (int j = 0; j < graph.inputs[i].length; j++) {
        addReader(graph.inputs[i][j], throughOperation(i, j, loop));
      }
    }
    boolean reduced = rowValue && spaces.isRowReduction(i);
    for (int j = 0; j < graph.inputs[i].length; j++) {
      boolean gathered = spaces.kind(i) == Kind.GATHER && j == 0;
      expanded[graph.inputs[i][j]] |= (!stored && expanded[i] && !reduced) || (gathered && estimate.repeats(i));
    }
    if (graph.indices[i] >= 0) {
      extremum[graph.indices[i]] = i;
    }
  }

  /** Whether a node is reduced in a way that has to be the first thing in a loop. */
  private boolean isAlone(int i, boolean rowValue) {
    return spaces.isNested(i) ? isReadOverRows(i) : spaces.isAlongLanes(i) && !(rowValue && spaces.isRowReduction(i));
  }

  private boolean isToBeStored(int i, boolean rowValue) {
    boolean costly = estimate.cost[i] > Estimate.CHEAP;
    return !fuse || required[i] || copied[i] || estimate.cut[i]
        || (costly && readLater[i])
        || readers.of(i).size() > (costly ? 1 : MOST_READERS)
        || (costly && expanded[i] && !rowValue);
  }

  /** Whether a stored node may be computed together with others. */
  private boolean isFusible(int i) {
    return fuse && !copied[i] && !estimate.cut[i];
  }

  /** The loop of a stored node that no reader computes: its own, or one over the same places. */
  private int ownLoop(int i, boolean alone) {
    boolean joins = isFusible(i) && spaces.kind(i) != Kind.VIEW
        && (alone || spaces.isRowReduction(i) || spaces.isSumOverRows(i) || readers.of(i).isEmpty());
    return joins ? siblings.join(i, !readers.of(i).isEmpty()) : i;
  }

  /** The axis of what a loop over rows goes over that is its lane, as a bit; none of another loop. */
  private long lanes(int loop, int lane) {
    return spaces.canWalkRows(loop) ? 1L << lane : 0;
  }

  private void addReader(int node, Reader reader) {
    if (spaces.kind(node) != Kind.LEAF) {
      readers.add(node, reader);
    }
  }

  /** How a loop reads an input of what it computes, given how it reads that. */
  private Reader throughOperation(int i, int j, Reader reader) {
    int loop = reader.loop();
    Kind kind = spaces.kind(i);
    if (kind == Kind.VIEW) {
      long lanes = spaces.map(i).axesBefore(reader.lanes(), graph.shape(graph.inputs[i][0]));
      return new Reader(loop, false, estimate.joined.isJoin(i), lanes);
    } else if (kind == Kind.GATHER && j == 0) {
      long chosen = 1L << ((Gathering) graph.operation(i)).axis();
      return new Reader(loop, false, reader.joined(), reader.lanes() == 0 ? 0 : reader.lanes() | chosen);
    } else if (spaces.isAlongLanes(i)) {
      return new Reader(loop, reader.once(), reader.joined(), lanes(loop, spaces.lane(i)));
    }
    return reader;
  }

  /** The indices of an extremum are kept by the loop that computes it, unless they are read within or before it. */
  private boolean joinsExtremum(int i) {
    int y = extremum[i];
    List<Reader> ofValue = readers.of(y);
    int loop = isStored(y) ? host[y] : ofValue.size() == 1 ? ofValue.get(0).loop() : -1;
    boolean once = host[y] == y || (!ofValue.isEmpty() && ofValue.get(0).once());
    boolean isReadBefore = !readers.of(i).isEmpty() && readers.of(i).get(0).loop() <= loop;
    if (!fuse || loop < 0 || !once || isReadBefore) {
      return false;
    }
    host[i] = loop;
    companion[y] = i;
    return true;
  }

  // ---- loops over rows ----

  /** Whether a node that is computed from reductions of rows has one value for each row of every loop that reads it. */
  private boolean isRowValue(int i) {
    boolean fits = fuse && estimate.fromRows[i] && !readers.of(i).isEmpty();
    for (Reader reader : fits ? readers.of(i) : List.<Reader>of()) {
      fits &= fitsRows(i, reader.loop(), reader.lanes());
    }
    return fits;
  }

  /** @param lanes the axes of the node along which the loop moves with its lanes */
  private boolean fitsRows(int i, int loop, long lanes) {
    if (!estimate.fromRows[i] || lanes != 0 || nests[loop] || !spaces.canWalkRows(loop)) {
      return false;
    }
    Shape space = spaces.space(loop);
    return graph.shape(i).elements() == space.elements() / space.size(-1)
        && (!spaces.isRowReduction(i) || spaces.space(i).size(-1) == space.size(-1));
  }

  private boolean isReadOverRows(int i) {
    return readers.of(i).stream().anyMatch(reader -> willWalkRows(reader.loop()));
  }

  /** Whether a loop goes over rows, or will once the reductions of rows are met that it computes something from. */
  private boolean willWalkRows(int loop) {
    boolean fromRows = estimate.fromRows[loop];
    for (int member : siblings.of(loop)) {
      fromRows |= estimate.fromRows[member];
    }
    return overRows[loop] || (fuse && fromRows && !nests[loop] && spaces.canWalkRows(loop));
  }

  // ---- loops that compute what they read ----

  /**
   * The loop that can keep what it computes of a node: it visits each element once, and needs none of the other loops
   * that read the node. The first such loop, as it does not depend on later ones; −1 if there is none.
   */
  private int readerToHost(int i) {
    for (Reader reader : readers.of(i)) {
      int loop = reader.loop();
      boolean fits = spaces.isNested(i) ? !willWalkRows(loop)
          : !spaces.isAlongLanes(i) || fitsRows(i, loop, reader.lanes());
      if (reader.once() && !reader.joined() && fits && runsBeforeOthers(i, loop)) {
        return loop;
      }
    }
    return -1;
  }

  private boolean runsBeforeOthers(int i, int loop) {
    int[] roots = readers.of(i).stream().mapToInt(Reader::loop).toArray();
    boolean merged = Arrays.stream(roots).anyMatch(root -> !siblings.of(root).isEmpty());
    return roots.length == 1 || (loop == roots[0] && !merged) || siblings.runsBefore(loop, i, roots);
  }

  // ---- what was decided ----

  boolean isStored(int node) {
    return host[node] >= 0;
  }

  /** Whether the loop of a root goes over rows. */
  boolean walksRows(int root) {
    return overRows[root];
  }

  /** The nodes that the loop of a root computes beside it, over the same places. */
  List<Integer> siblings(int root) {
    return siblings.of(root);
  }

  /** Whether loops read a stored node through a reshape that joins axes: then it lies row-major. */
  boolean isJoined(int node) {
    return copied[node] || readers.isJoined(node);
  }

  /** Whether a node is a product that one loop reads, each element once, and nothing else ever asks for. */
  boolean isReadOnceBy(int loop, int node) {
    return spaces.kind(node) == Kind.OF_ARRAYS
        && ((OfArrays) graph.operation(node)).givesItsArray()
        && !required[node]
        && !readLater[node]
        && readers.of(node).size() == 1
        && readers.of(node).get(0).loop() == loop
        && readers.of(node).get(0).once();
  }

  /** The roots of the loops and the array operations as they can run, see {@link LoopOrder}. */
  int[] order() {
    int[] roots = IntStream.range(0, graph.size()).filter(i -> host[i] == i).toArray();
    return siblings.areInOrder() ? roots : LoopOrder.of(roots, host, readers);
  }
}
