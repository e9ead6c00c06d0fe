package dev.gradlet.engine.plan;

import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation.Elementwise;
import dev.gradlet.engine.graph.Operation.Gathering;
import dev.gradlet.engine.graph.Operation.Reducing;

/** What it takes to compute each node within a loop, from what is stored: from inputs to what uses them. */
final class Estimate {
  /** What an element of a reduction costs, and one that is looked up, in additions. */
  private static final int REDUCTION = 64;
  private static final int GATHER = 16;
  private static final int COSTLIEST = 1000;
  /** What is rather computed twice than stored. */
  static final int CHEAP = 8;
  /** Longest chain within a loop: keeps recursion shallow and the registers within the cache. */
  private static final int DEEPEST = 48;
  /** Most axes over which a node may be reduced within the loop of another one. */
  private static final int MOST_AXES_WITHIN = 16;
  /** Most places of a loop, reductions within it and of rows included, as a power of two: shapes count in longs. */
  private static final double MOST_PLACES = 62;

  private final Graph graph;
  private final Spaces spaces;
  private final int[] depth;

  /** In additions an element. */
  final int[] cost;

  /** Chains that got too long: these are stored. */
  final boolean[] cut;

  /** Nodes that are computed from reductions of rows. */
  final boolean[] fromRows;

  /** The axes that computing a node adds to the loop that does, at most: those of its reductions and gathers. */
  private final int[] axes;

  /** The same for a loop that reads the node: none of what is stored. */
  private final int[] axesWithin;

  /** How many places of reductions and gathers there are within a place of the node, as a power of two. */
  private final double[] placesWithin;

  /** Nodes that get a row-major array, see {@link JoinedAxes}. */
  final boolean[] copied;
  final JoinedAxes joined;

  /**
   * @param required nodes that get an array whatever they cost
   * @param kept those that do if they are costly
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

  /** Whether a node of a loop gets an array whatever reads it. */
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

  /** Where a loop of this node would have too many, what it reads is stored. */
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

  /** A reduction along the lanes, and one of rows, runs over the axes of its loop. */
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

  /** How many axes a loop over the places of some nodes has that computes them all, at most. */
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

  /** Whether a view or a gather has elements of its input in several places. */
  boolean repeats(int i) {
    return graph.shape(i).elements() > graph.shape(graph.inputs[i][0]).elements();
  }
}
