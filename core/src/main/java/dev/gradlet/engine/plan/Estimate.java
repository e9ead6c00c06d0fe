package dev.gradlet.engine.plan;

import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation.Elementwise;
import dev.gradlet.engine.graph.Operation.Gathering;
import dev.gradlet.engine.graph.Operation.Reducing;

/** What it costs to compute each node within a loop from stored nodes. Goes from inputs to readers. */
final class Estimate {
  /** What an element of a reduction or a gather costs, in additions. */
  private static final int REDUCTION = 64;
  private static final int GATHER = 16;
  private static final int COSTLIEST = 1000;
  /** At most this cost, a node is computed twice rather than stored. */
  static final int CHEAP = 8;
  /** The longest chain within a loop: keeps recursion shallow, and the registers within the cache. */
  private static final int DEEPEST = 48;
  /** The most axes that reductions and gathers within a loop may add to it. */
  private static final int MOST_AXES_WITHIN = 16;
  /** The most places of a loop, as a power of two, those of reductions within it included: shapes count in longs. */
  private static final double MOST_PLACES = 62;

  private final Graph graph;
  private final Spaces spaces;
  private final int[] depth;

  /** What an element costs, in additions. */
  final int[] cost;
  /** Nodes that are stored because the chain that leads to them would be too long. */
  final boolean[] cut;
  /** Nodes that are computed from reductions of rows. */
  final boolean[] fromRows;
  /** How many axes a loop gets, at most, from the reductions and gathers that compute the node. */
  private final int[] axes;
  /** The same for a loop that reads the node: 0 if it is stored. */
  private final int[] axesWithin;
  /** How many places reductions and gathers visit for each place of the node, as a power of two. */
  private final double[] placesWithin;
  /** Nodes that get a row-major array, see {@link JoinedAxes}. */
  final boolean[] copied;
  final JoinedAxes joined;

  /**
   * @param required nodes that are stored, whatever they cost
   * @param kept nodes that are stored if they are costly
   */
  Estimate(Graph graph, Spaces spaces, boolean[] required, boolean[] kept) {
    int n = graph.size();
    this.graph = graph;
    this.spaces = spaces;
    this.depth = new int[n];
    this.cost = new int[n];
    this.cut = new boolean[n];
    this.fromRows = new boolean[n];
    this.axes = new int[n];
    this.axesWithin = new int[n];
    this.placesWithin = new double[n];
    this.copied = new boolean[n];
    this.joined = new JoinedAxes(graph, spaces);
    for (int i = 0; i < n; i++) {
      boolean isInLoop = spaces.kind(i).isInLoop();
      if (isInLoop) {
        estimate(i);
      }
      copied[i] = joined.needCopy(i, isInLoop && isStored(i, required[i], kept[i]));
      depth[i] = copied[i] ? 0 : depth[i];
    }
  }

  /** Whether a node is stored, whoever reads it. */
  private boolean isStored(int i, boolean required, boolean kept) {
    return spaces.kind(i) != Kind.VIEW
        && (required || cut[i] || (kept && cost[i] > CHEAP)
            || (spaces.isAlongLanes(i) && !spaces.isRowReduction(i)));
  }

  private void estimate(int i) {
    Kind kind = spaces.kind(i);
    int own = ownCost(i);
    boolean gathersOften = kind == Kind.GATHER && repeats(i) && cost[graph.inputs[i][0]] > CHEAP;
    for (int input : graph.inputs[i]) {
      fromRows[i] |= fromRows[input];
      own = gathersOften ? own : Math.min(COSTLIEST, own + cost[input]);
      depth[i] = Math.max(depth[i], depth[input] + 1);
    }
    fromRows[i] = kind == Kind.REDUCTION ? spaces.isRowReduction(i) : fromRows[i];
    countAxes(i);
    boolean storedToBeExpanded = kind == Kind.VIEW && repeats(i) && own > CHEAP;
    cost[i] = storedToBeExpanded ? 0 : own;
    if (kind != Kind.VIEW && (depth[i] >= DEEPEST || axesWithin[i] > MOST_AXES_WITHIN)) {
      cut(i);
      depth[i] = 0;
    }
  }

  /** Counts axes and places; if a loop for this node would have too many, its inputs are stored. */
  private void countAxes(int i) {
    int own = ownAxes(i);
    int read = 0;
    double places = 0;
    for (int input : graph.inputs[i]) {
      read += axesWithin[input];
      places = Math.max(places, placesWithin[input]);
    }
    boolean tooManyAxes = read > 0 && spaces.space(i).rank() + own + read > LoopBody.MOST_AXES;
    if (tooManyAxes || (places > 0 && log2(graph.shape(i).elements()) + ownPlaces(i) + places > MOST_PLACES)) {
      for (int input : graph.inputs[i]) {
        int base = graph.base(input);
        if (spaces.kind(base) != Kind.LEAF) {
          cut(base);
        }
        axesWithin[input] = 0;
        placesWithin[input] = 0;
      }
      read = 0;
      places = 0;
    }
    axes[i] = own + read;
    boolean isStored = spaces.isAlongLanes(i) && !spaces.isRowReduction(i);
    axesWithin[i] = isStored ? 0 : axes[i];
    placesWithin[i] = isStored ? 0 : places + ownPlaces(i);
  }

  private double ownPlaces(int i) {
    return switch (spaces.kind(i)) {
      case GATHER -> log2(graph.shape(graph.inputs[i][0]).size(((Gathering) graph.operation(i)).axis()));
      case REDUCTION -> log2(spaces.space(i).elements()) - log2(graph.shape(i).elements());
      default -> 0;
    };
  }

  private static double log2(double places) {
    return Math.log(Math.max(1, places)) / Math.log(2);
  }

  /** The axes that a node itself adds to a loop. Reductions along the lanes and of rows run over axes it has anyway. */
  private int ownAxes(int i) {
    return spaces.kind(i) == Kind.GATHER ? 1
        : spaces.isNested(i) ? ((Reducing) graph.operation(i)).axes().size() : 0;
  }

  private void cut(int i) {
    cut[i] = true;
    cost[i] = 0;
    axesWithin[i] = 0;
    placesWithin[i] = 0;
  }

  /** How many axes a loop has, at most, that computes all of these nodes. */
  int axesOfLoop(Iterable<Integer> members) {
    int total = 0;
    int rank = 0;
    for (int member : members) {
      total += axes[member];
      rank = Math.max(rank, spaces.space(member).rank());
    }
    return rank + total;
  }

  private int ownCost(int i) {
    return switch (spaces.kind(i)) {
      case ELEMENTWISE -> ((Elementwise) graph.operation(i)).cost();
      case REDUCTION -> REDUCTION;
      case GATHER -> GATHER;
      default -> 0;
    };
  }

  /** Whether a view or a gather has more elements than its input, so that some of those appear in several places. */
  boolean repeats(int i) {
    return graph.shape(i).elements() > graph.shape(graph.inputs[i][0]).elements();
  }
}
