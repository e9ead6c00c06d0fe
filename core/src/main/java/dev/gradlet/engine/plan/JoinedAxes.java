package dev.gradlet.engine.plan;

import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.Operation.Gathering;
import dev.gradlet.engine.graph.Operation.Moving;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.engine.graph.View;
import dev.gradlet.engine.graph.ViewMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes need a row-major array. If a reshape joins axes of a node that are not evenly spaced in the stored nodes
 * below it, no strides say where a loop through the reshape finds its operands; so the node is stored. Nodes are asked
 * for from inputs to readers, and for each one all layouts are known in which a loop may see the stored nodes below.
 * The end of a long chain of views is stored too, so that loops need not read through it.
 */
final class JoinedAxes {
  /** A node with more layouts below it is stored. */
  private static final int MOST_WAYS = 16;
  /** The most views in a row that a loop reads through. */
  private static final int MOST_VIEWS = 192;
  private static final int[] NONE = {};

  private final Graph graph;
  private final Spaces spaces;
  /** How many views in a row end at the node. */
  private final int[] views;
  /** Whether a node is a reshape that makes one axis of several. */
  private final boolean[] isJoin;
  /** By node: the reshapes of it that join axes and are read by a loop. */
  private final Map<Integer, List<ViewMap>> joins = new HashMap<>();
  /** Whether such a reshape is computed from the node. */
  private final boolean[] isJoinedLater;
  /** By node: how a loop sees, through the node, the stored nodes below it. */
  private final Map<Integer, Set<View>> ways = new HashMap<>();

  JoinedAxes(Graph graph, Spaces spaces) {
    this.graph = graph;
    this.spaces = spaces;
    this.views = new int[graph.size()];
    this.isJoin = new boolean[graph.size()];
    this.isJoinedLater = new boolean[graph.size()];
    for (int i = 0; i < views.length; i++) {
      if (isView(i)) {
        views[i] = views[graph.inputs[i][0]] % MOST_VIEWS + 1;
        isJoin[i] = joinsAxes(spaces.map(i), graph.shape(graph.inputs[i][0]));
      }
    }
    boolean[] isReadByLoop = new boolean[graph.size()];
    for (int i = graph.size() - 1; i >= 0; i--) {
      boolean inLoop = isView(i) ? isReadByLoop[i] || views[i] == MOST_VIEWS : spaces.kind(i).isInLoop();
      boolean joinsAxes = inLoop && isJoin[i];
      for (int input : inLoop ? graph.inputs[i] : NONE) {
        isReadByLoop[input] = true;
        isJoinedLater[input] |= isJoinedLater[i] || joinsAxes;
      }
      if (joinsAxes) {
        joins.computeIfAbsent(graph.inputs[i][0], key -> new ArrayList<>()).add(spaces.map(i));
      }
    }
  }

  private boolean isView(int node) {
    return spaces.kind(node) == Kind.VIEW;
  }

  private static boolean joinsAxes(ViewMap map, Shape shape) {
    if (!(map instanceof ViewMap.Reshape) || shape.rank() < 2) {
      return false;
    }
    int[] uneven = new int[shape.rank()];
    Arrays.fill(uneven, 1);
    return map.apply(new View(shape, 0, uneven)) == null;
  }

  /** Whether a node is a reshape that makes one axis of several. */
  boolean isJoin(int node) {
    return isJoin[node];
  }

  /** Whether a node must be stored row-major. {@code isStored} says that it is stored in any case. */
  boolean needCopy(int node, boolean isStored) {
    boolean copied = views[node] == MOST_VIEWS;
    if (!isJoinedLater[node]) {
      return copied;
    }
    Set<View> found = isStored || spaces.kind(node) == Kind.OF_ARRAYS ? new HashSet<>() : through(node);
    copied |= found.size() > MOST_WAYS;
    for (ViewMap join : joins.getOrDefault(node, List.of())) {
      for (View way : found) {
        copied |= join.apply(way) == null;
      }
    }
    if (copied) {
      found.clear();
    }
    if (copied || isStored || (spaces.kind(node) != Kind.LEAF && !isView(node))) {
      found.add(View.rowMajor(graph.shape(node)));
    }
    ways.put(node, found);
    return copied;
  }

  /** The ways of a leaf, or of a node that is computed within loops. */
  private Set<View> through(int node) {
    Set<View> found = new HashSet<>();
    if (spaces.kind(node) == Kind.LEAF) {
      found.add(graph.data[node].view.fromStart());
      return found;
    }
    for (int j = 0; j < graph.inputs[node].length; j++) {
      for (View way : ways.get(graph.inputs[node][j])) {
        found.add(through(node, j, way));
      }
    }
    return found;
  }

  private View through(int node, int input, View way) {
    Operation op = graph.operation(node);
    return op instanceof Moving moving ? moving.map().apply(way).fromStart()
        : op instanceof Reducing reduction ? without(reduction.axes(), way, graph.shape(node))
        : op instanceof Gathering gather && input == 0 ? without(List.of(gather.axis()), way, graph.shape(node)) : way;
  }

  private static View without(List<Integer> axes, View way, Shape shape) {
    int[] strides = way.strides().clone();
    axes.forEach(axis -> strides[axis] = 0);
    return new View(shape, 0, strides);
  }
}
