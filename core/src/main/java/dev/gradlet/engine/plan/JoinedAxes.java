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
 * Which nodes need a row-major array since a reshape joins axes of them that are not evenly spaced in what they are
 * computed from: then no strides say where a loop finds its operands. Asked from inputs to what uses them, it knows for
 * each node all the ways in which a loop through it may find what is stored, which lies row-major below such a reshape.
 * So does the end of a long chain of views, lest loops read through it.
 */
final class JoinedAxes {
  /** For one node; with more it is rather stored. */
  private static final int MOST_WAYS = 16;
  /** Of a chain that a loop reads through. */
  private static final int MOST_VIEWS = 192;
  private static final int[] NONE = {};

  private final Graph graph;
  private final Spaces spaces;
  /** How many views a node is at the end of. */
  private final int[] views;
  /** Whether a node is a reshape that makes one axis of several. */
  private final boolean[] isJoin;
  /** The reshapes that join axes of a node for a loop. */
  private final Map<Integer, List<ViewMap>> joins = new HashMap<>();
  /** Nodes that such reshapes are made of. */
  private final boolean[] isJoinedLater;
  /** The strides of what is stored, as seen through the node. */
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

  /** @param isStored whether the node has an array anyway; if not, it may still get one */
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

  /** Of a node that is computed within a loop, or a leaf. */
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
