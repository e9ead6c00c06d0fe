package dev.gradlet.engine.plan;

import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Operation;
import dev.gradlet.engine.graph.Operation.Elementwise;
import dev.gradlet.engine.graph.Operation.Gathering;
import dev.gradlet.engine.graph.Operation.Moving;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.engine.graph.View;
import dev.gradlet.engine.graph.ViewMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the {@link LoopBody} of a loop: the nodes it inlines are followed down to stored ones, and every view on the
 * way is applied to the strides at which an operand is read.
 *
 * <p>The index space of the loop starts with the axes of the root. A reduction within adds its reduced axes at the end,
 * and lifts the movements above it over them. In a loop over rows a reduction of rows takes the lane for its axis
 * instead: then what it reduces is read once for that and for whatever else the loop does with it.
 */
final class Inliner {
  private final Graph graph;
  private final Spaces spaces;
  private final Fusion fusion;
  private final View[] layouts;
  private final int root;
  private final Origins origins;
  private final boolean overRows;
  private final List<Expr.Axis> axes = new ArrayList<>();
  private final List<LoopBody.Operand> operands = new ArrayList<>();
  private final Map<Object, Expr> known = new HashMap<>();
  /** How many there are so far. */
  private int expressions;
  /** Of a loop over rows, which a reduction of rows takes for its axis. */
  private Expr.Axis lane;

  private Inliner(Graph graph, Spaces spaces, Fusion fusion, View[] layouts, int root, boolean traced) {
    this.graph = graph;
    this.spaces = spaces;
    this.fusion = fusion;
    this.layouts = layouts;
    this.root = root;
    this.origins = traced ? new Origins() : null;
    this.overRows = fusion.walksRows(root);
  }

  /**
   * @param layouts where the nodes that are stored by now lie
   * @param traced whether the plan is to say where its lines come from
   */
  static LoopBody body(Graph graph, Spaces spaces, Fusion fusion, View[] layouts, int root, boolean traced) {
    Inliner inliner = new Inliner(graph, spaces, fusion, layouts, root, traced);
    List<Integer> members = new ArrayList<>(List.of(root));
    members.addAll(fusion.siblings(root));
    if (inliner.overRows) {
      return inliner.overRows(members);
    }
    int first = members.stream().filter(spaces::isAlongLanes).findFirst().orElse(root);
    members.remove((Integer) first);
    return spaces.isAlongLanes(first) ? inliner.alongLanes(first, members) : inliner.elementwise(first, members);
  }

  // ---- the three kinds of loops ----

  private LoopBody overRows(List<Integer> members) {
    Access whole = new Access(addAxes(spaces.space(root).toArray()));
    List<Expr.Axis> space = whole.space();
    lane = space.get(space.size() - 1);
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
        int output = output(member, whole);
        Expr rows = expression(graph.inputs[member][0], whole, true);
        next = from(member, new Expr.RowSum(expressions++, rows, output, sum.reduces(lane.id)));
      } else {
        next = expression(member, whole, true);
      }
      value = value == null ? next : new Expr.Also(expressions++, value, next);
    }
    return new LoopBody(
        axes, operands, expressions, space, value, lane, new LoopBody.OverRows(kept, chunks), null, origins);
  }

  /** The results of the reduction keep its axes with size 1, so they are placed in the index space of its operand. */
  private LoopBody alongLanes(int node, List<Integer> others) {
    int operand = graph.inputs[node][0];
    Access whole = new Access(addAxes(graph.shape(operand).toArray()));
    List<Reducing.Kind> kinds = new ArrayList<>();
    List<Integer> outputs = new ArrayList<>();
    for (int result = node; result >= 0; result = result == node ? fusion.companion[node] : -1) {
      kinds.add(((Reducing) graph.operation(result)).kind());
      outputs.add(output(result, whole));
    }
    Expr value = beside(expression(operand, whole, true), others, whole);
    return new LoopBody(
        axes, operands, expressions, whole.space(), value, whole.space().get(spaces.lane(node)), null,
        new LoopBody.AlongLanes((Reducing) graph.operation(node), kinds, outputs), origins);
  }

  private LoopBody elementwise(int node, List<Integer> others) {
    Access whole = new Access(addAxes(graph.shape(node).toArray()));
    Expr value = graph.operation(node) instanceof Moving
        ? from(node, new Expr.Kept(expressions++, moved(node, whole, false), output(node, whole)))
        : expression(node, whole, true);
    Expr all = beside(value, others, whole);
    return new LoopBody(axes, operands, expressions, whole.space(), all, null, null, null, origins);
  }

  private Expr beside(Expr value, List<Integer> others, Access whole) {
    Expr all = value;
    for (int other : others) {
      all = new Expr.Also(expressions++, all, expression(other, whole, true));
    }
    return all;
  }

  // ---- axes and operands ----

  private List<Expr.Axis> addAxes(int... extents) {
    return addAxes(null, extents);
  }

  private List<Expr.Axis> addAxes(Expr index, int... extents) {
    if (axes.size() + extents.length > LoopBody.MOST_AXES) {
      throw new IllegalStateException(
          "a loop over " + spaces.space(root) + " would have more than " + LoopBody.MOST_AXES + " axes");
    }
    List<Expr.Axis> added = new ArrayList<>();
    for (int extent : extents) {
      added.add(new Expr.Axis(axes.size(), extent, index));
      axes.add(added.get(added.size() - 1));
    }
    return added;
  }

  private int output(int node, Access access) {
    View view = fusion.isJoined(node) ? access.view(View.rowMajor(graph.shape(node))) : null;
    int[] strides = view == null ? null : access.strides(view, axes.size());
    operands.add(new LoopBody.Operand(node, true, access, view, strides, List.of()));
    return operands.size() - 1;
  }

  /** What is read in the same places through two accesses is one operand. */
  private Expr read(int node, View layout, Access access) {
    View view = access.view(layout);
    if (view == null) {
      throw new AssertionError("no strides for node " + node + " in the loop of node " + root);
    }
    int[] strides = access.strides(view, axes.size());
    List<Expr.Axis> chosen = axes.stream().filter(axis -> axis.index != null && strides[axis.id] != 0).toList();
    for (int i = 0; i < operands.size(); i++) {
      LoopBody.Operand other = operands.get(i);
      if (!other.written() && other.node() == node && other.view().offset() == view.offset()
          && Arrays.equals(Arrays.copyOf(other.strides(), strides.length), strides)) {
        return new Expr.Read(expressions++, i, graph.dtype(node), chosen);
      }
    }
    operands.add(new LoopBody.Operand(node, false, access, view, strides, chosen));
    return new Expr.Read(expressions++, operands.size() - 1, graph.dtype(node), chosen);
  }

  // ---- expressions ----

  /** @param once whether the loop visits each element of the node once, so that it can keep what it computes of it */
  private Expr expression(int node, Access access, boolean once) {
    Object meaning = meaning(node, access, once);
    Expr found = known.get(meaning);
    if (found == null) {
      boolean computedHere = !graph.isLeaf(node) && (!fusion.isStored(node) || fusion.host[node] == root);
      found = computedHere ? computed(node, access, once) : read(node, layouts[node], access);
      if (once && computedHere && fusion.isStored(node) && !(found instanceof Expr.Kept)) {
        found = from(node, new Expr.Kept(expressions++, found, output(node, access)));
      }
      known.put(meaning, found);
    }
    return found;
  }

  private record Reference(int node, Access access) {}

  /** Which element is meant at each place: where paths to a node mean the same one, they lead to one expression. */
  private Object meaning(int node, Access access, boolean once) {
    View view = overRows ? access.view(View.rowMajor(graph.shape(node))) : null;
    if (view == null) {
      return new Reference(node, access);
    }
    int[] strides = access.strides(view, axes.size());
    List<Integer> moves = new ArrayList<>();
    for (int axis = 0; axis < strides.length; axis++) {
      if (strides[axis] != 0) {
        moves.add(axis);
        moves.add(strides[axis]);
      }
    }
    return List.of(node, once, view.offset(), moves);
  }

  private Expr computed(int node, Access access, boolean once) {
    Operation op = graph.operation(node);
    if (op instanceof Elementwise elementwise) {
      List<Expr> operandsOf = new ArrayList<>(graph.inputs[node].length);
      for (int input : graph.inputs[node]) {
        operandsOf.add(expression(input, access, once));
      }
      return from(node, new Expr.Apply(expressions++, elementwise.kernel(), graph.dtype(node), operandsOf));
    } else if (op instanceof Reducing reduction) {
      return reduced(node, reduction, access, once);
    } else if (op instanceof Gathering gather) {
      return gathered(node, gather, access, once);
    }
    Shape before = graph.shape(graph.inputs[node][0]);
    ViewMap map = ((Moving) op).map();
    boolean stillOnce = map.keepsAxes(before) || (overRows && map.repeatsRowValues(before));
    return moved(node, access, once && stillOnce);
  }

  /** The expression, which computes a node. */
  private <E extends Expr> E from(int node, E expression) {
    if (origins != null) {
      origins.add(expression, node);
    }
    return expression;
  }

  private Expr moved(int node, Access access, boolean once) {
    int input = graph.inputs[node][0];
    return expression(input, access.through(((Moving) graph.operation(node)).map()), once);
  }

  /** The operand over a new last axis, which is not a loop: at each place the index says where along it to read. */
  private Expr gathered(int node, Gathering gather, Access access, boolean once) {
    int operand = graph.inputs[node][0];
    int index = graph.inputs[node][1];
    Shape shape = graph.shape(operand);
    int extent = shape.size(gather.axis());
    Expr places = expression(index, access, once);
    Access chosen = access.through(
        choices(gather.axis(), shape, graph.shape(index)), new int[] {extent}, addAxes(places, extent));
    Expr value = from(node, expression(operand, chosen, false));
    // What is computed here may be kept, even if the value is the same wherever the index points.
    return places instanceof Expr.Read ? value : new Expr.Also(expressions++, value, places);
  }

  /** From x to [the index's shape, size of x along the axis], whose last axis the index then chooses from. */
  private static List<ViewMap> choices(int axis, Shape x, Shape index) {
    List<ViewMap> maps = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    int[] one = new int[x.rank() + 1];
    for (int i = 0; i < x.rank(); i++) {
      one[i] = i == axis ? 1 : index.size(i);
      if (i != axis) {
        order.add(i);
        if (index.size(i) < x.size(i)) {
          maps.add(new ViewMap.Slice(i, 0, 1, index.size(i)));
        }
      }
    }
    order.add(axis);
    one[x.rank()] = x.size(axis);
    maps.add(new ViewMap.Permute(List.copyOf(order)));
    maps.add(new ViewMap.Reshape(Shape.of(one)));
    one[axis] = index.size(axis);
    maps.add(new ViewMap.Expand(Shape.of(one)));
    return maps;
  }

  /** Over new axes: the operand with its reduced axes moved to the end. */
  private Expr reduced(int node, Reducing reduction, Access access, boolean once) {
    boolean ofRow = spaces.isRowReduction(node);
    int operand = graph.inputs[node][0];
    Shape shape = graph.shape(operand);
    int[] extents = reduction.axes().stream().mapToInt(shape::size).toArray();
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!reduction.reduces(axis)) {
        order.add(axis);
      }
    }
    order.addAll(reduction.axes());
    List<Expr.Axis> inner = ofRow ? List.of(lane) : addAxes(extents);
    Access wider = access.through(
        List.of(new ViewMap.Permute(List.copyOf(order)), new ViewMap.Reshape(graph.shape(node)).lifted(extents)),
        extents, inner);
    Expr body = expression(operand, wider, once);
    if (ofRow) {
      return from(node, new Expr.RowReduction(expressions++, body, reduction.kind(), lane));
    }
    int indices = fusion.companion[node];
    List<Reducing.Kind> kinds = new ArrayList<>(List.of(reduction.kind()));
    if (indices >= 0 && once) {
      kinds.add(((Reducing) graph.operation(indices)).kind());
    }
    Expr.Reduce reduce = from(node, new Expr.Reduce(expressions++, body, inner, kinds));
    Expr value = from(node, new Expr.Result(expressions++, reduce, 0));
    if (kinds.size() == 1) {
      return value;
    }
    from(indices, reduce);
    Expr places = new Expr.Result(expressions++, reduce, 1);
    Expr kept = from(indices, new Expr.Kept(expressions++, places, output(indices, access)));
    return new Expr.Also(expressions++, value, kept);
  }
}
