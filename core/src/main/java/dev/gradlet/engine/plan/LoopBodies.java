package dev.gradlet.engine.plan;

import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation.Moving;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.engine.graph.View;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the {@link LoopBody} of a root and the nodes that its loop computes beside it. There are three kinds of loops:
 * elementwise, over rows (see {@link LaneRule#hasRows}), and reducing along the lanes.
 */
final class LoopBodies {
  private final Graph graph;
  private final Spaces spaces;
  private final Fusion fusion;
  private final View[] layouts;
  private final int root;
  private final LoopBuilder loop;

  private LoopBodies(Graph graph, Spaces spaces, Fusion fusion, View[] layouts, int root, boolean traced) {
    this.graph = graph;
    this.spaces = spaces;
    this.fusion = fusion;
    this.layouts = layouts;
    this.root = root;
    this.loop = new LoopBuilder(traced);
  }

  /**
   * The body of a root's loop.
   *
   * @param layouts the layouts of the nodes that are stored before this loop runs
   * @param traced whether the plan is to say which nodes its lines come from
   */
  static LoopBody of(Graph graph, Spaces spaces, Fusion fusion, View[] layouts, int root, boolean traced) {
    LoopBodies bodies = new LoopBodies(graph, spaces, fusion, layouts, root, traced);
    List<Integer> members = new ArrayList<>(List.of(root));
    members.addAll(fusion.siblings(root));
    if (fusion.walksRows(root)) {
      return bodies.overRows(members);
    }
    int first = members.stream().filter(spaces::isAlongLanes).findFirst().orElse(root);
    members.remove((Integer) first);
    return spaces.isAlongLanes(first) ? bodies.alongLanes(first, members) : bodies.elementwise(first, members);
  }

  private Inliner inliner(Expr.Axis lane) {
    return new Inliner(graph, spaces, fusion, layouts, root, loop, lane);
  }

  private LoopBody overRows(List<Integer> members) {
    List<Expr.Axis> space = loop.addAxes(spaces.space(root));
    Access whole = new Access(space);
    Expr.Axis lane = space.get(space.size() - 1);
    Inliner inliner = inliner(lane);
    List<Expr.Axis> kept = new ArrayList<>();
    Chunks chunks = null;
    Expr value = null;
    for (int member : members) {
      Expr next;
      if (spaces.isSumOverRows(member)) {
        Reducing sum = (Reducing) graph.operation(member);
        space.stream().filter(axis -> axis != lane && !sum.reduces(axis.id)).forEach(kept::add);
        chunks = Chunks.of(
            sum.axes().stream().filter(axis -> axis != lane.id).mapToInt(axis -> space.get(axis).extent).toArray());
        int output = inliner.output(member, whole);
        Expr rows = inliner.expression(graph.inputs[member][0], whole, true);
        next = loop.from(member, new Expr.RowSum(loop.nextNumber(), rows, output, sum.reduces(lane.id)));
      } else {
        next = inliner.expression(member, whole, true);
      }
      value = value == null ? next : new Expr.Also(loop.nextNumber(), value, next);
    }
    return loop.build(space, value, lane, new LoopBody.OverRows(kept, chunks), null);
  }

  /** The results of the reduction keep its axes with size 1, so the index space of its operand holds their places. */
  private LoopBody alongLanes(int node, List<Integer> others) {
    List<Expr.Axis> space = loop.addAxes(spaces.space(node));
    Access whole = new Access(space);
    Inliner inliner = inliner(null);
    Reducing reduction = (Reducing) graph.operation(node);
    List<Reducing.Kind> kinds = new ArrayList<>(List.of(reduction.kind()));
    List<Integer> outputs = new ArrayList<>(List.of(inliner.output(node, whole)));
    int indices = fusion.companion[node];
    if (indices >= 0) {
      kinds.add(((Reducing) graph.operation(indices)).kind());
      outputs.add(inliner.output(indices, whole));
    }
    Expr operand = inliner.expression(graph.inputs[node][0], whole, true);
    Expr value = beside(operand, others, inliner, whole);
    return loop.build(
        space, value, space.get(spaces.lane(node)), null, new LoopBody.AlongLanes(reduction, kinds, outputs));
  }

  private LoopBody elementwise(int node, List<Integer> others) {
    List<Expr.Axis> space = loop.addAxes(graph.shape(node));
    Access whole = new Access(space);
    Inliner inliner = inliner(null);
    Expr value = graph.operation(node) instanceof Moving
        ? inliner.kept(node, inliner.moved(node, whole, false), whole)
        : inliner.expression(node, whole, true);
    return loop.build(space, beside(value, others, inliner, whole), null, null, null);
  }

  /** The value, beside which the loop computes and keeps other nodes over the same places. */
  private Expr beside(Expr value, List<Integer> others, Inliner inliner, Access whole) {
    Expr all = value;
    for (int other : others) {
      all = new Expr.Also(loop.nextNumber(), all, inliner.expression(other, whole, true));
    }
    return all;
  }
}
