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
import dev.gradlet.engine.run.LoopPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one loop of a {@link Fusion} computes, as expressions over its axes: the nodes it inlines are followed down to
 * stored ones, and every view on the way is applied to the strides at which an operand is read.
 *
 * <p>The index space of the loop starts with the axes of the root. A reduction within adds its reduced axes at the end,
 * and lifts the movements above it over them. In a loop over rows a reduction of rows takes the lane for its axis
 * instead: then what it reduces is read once for that and for whatever else the loop does with it.
 */
final class LoopBody {
  /** They are bits of a long. {@link Estimate} counts them before. */
  static final int MOST_AXES = Long.SIZE;

  /** A movement on the way from a node to the loop, and the node whose value it moves. */
  private record Link(ViewMap map, int node) {}

  private record Access(int node, List<Link> path, List<Expr.Axis> space) {}

  /** An array read or written: its place for each axis is known once the lane axis is chosen. */
  final class Operand {
    final int node;
    final boolean written;
    private final List<Link> path;
    private final List<Expr.Axis> space;
    View view;
    int[] strides;
    /** How it lies along a lane folded from two axes, if not evenly. */
    LoopPlan.Rows rows;

    private Operand(int node, boolean written, List<Link> path, List<Expr.Axis> space) {
      this.node = node;
      this.written = written;
      this.path = path;
      this.space = space;
    }

    /** The stride of each axis of the loop, for elements that lie as the view says. */
    void place(View layout, int axes) {
      view = moved(layout);
      strides = byAxis(view, space, axes);
    }

    private View moved(View layout) {
      return LoopBody.this.moved(layout, path);
    }

    /** The stride along an axis; 0 where it has no place yet, or the axis came later. */
    int stride(Expr.Axis axis) {
      return strides == null || axis.id >= strides.length ? 0 : strides[axis.id];
    }

    /** The axis of the loop along which each axis of the array runs; −1 for one of size 1. */
    int[] axesOf(Shape shape) {
      int[] axes = new int[shape.rank()];
      for (int axis = 0; axis < axes.length; axis++) {
        int[] only = new int[axes.length];
        only[axis] = 1;
        int[] seen = moved(new View(shape, 0, only)).strides();
        axes[axis] = -1;
        for (int i = 0; i < seen.length && shape.size(axis) > 1; i++) {
          axes[axis] = seen[i] != 0 ? space.get(i).id : axes[axis];
        }
      }
      return axes;
    }
  }

  private final Graph graph;
  private final Spaces spaces;
  private final Fusion fusion;
  private final View[] layouts;
  private final Needs needs;
  private final int root;
  private final Map<Object, Expr> known = new HashMap<>();

  final List<Expr.Axis> axes = new ArrayList<>();
  final List<Operand> operands = new ArrayList<>();
  /** The axes of the root's own index space. */
  final List<Expr.Axis> space;
  /** The value at each place; where {@link #alongLanes}, of the operand of the reduction. */
  final Expr value;
  /** The lane where there is no choice: of a loop over rows, or one that reduces along its lanes; else null. */
  final Expr.Axis lane;
  /** Whether this is a loop over rows, see {@link LaneRule#hasRows}. */
  final boolean overRows;
  /** How sums over rows are cut, or null. */
  Chunks chunks;

  /** The axes of the space, but for the lane, that a sum over rows keeps. */
  final List<Expr.Axis> kept = new ArrayList<>();
  /** A root that is reduced along the lanes: what it reduces, and where each result goes. */
  final Reducing alongLanes;
  final List<Reducing.Kind> kinds = new ArrayList<>();
  final List<Integer> outputs = new ArrayList<>();

  LoopBody(Graph graph, Spaces spaces, Fusion fusion, View[] layouts, Needs needs, int root) {
    this.graph = graph;
    this.spaces = spaces;
    this.fusion = fusion;
    this.layouts = layouts;
    this.needs = needs;
    this.root = root;
    this.overRows = fusion.walksRows(root);
    List<Integer> members = new ArrayList<>(List.of(root));
    members.addAll(fusion.siblings(root));
    if (overRows) {
      alongLanes = null;
      space = addAxes(spaces.space(root).toArray());
      lane = space.get(space.size() - 1);
      value = members.stream().map(this::rowMember).reduce(Expr.Also::new).get();
      return;
    }
    int first = members.stream().filter(spaces::isAlongLanes).findFirst().orElse(root);
    members.remove((Integer) first);
    Expr principal;
    if (spaces.isAlongLanes(first)) {
      int operand = graph.inputs[first][0];
      alongLanes = (Reducing) graph.operation(first);
      space = addAxes(graph.shape(operand).toArray());
      lane = space.get(spaces.lane(first));
      addResult(first, alongLanes.kind());
      if (fusion.companion[first] >= 0) {
        addResult(fusion.companion[first], ((Reducing) graph.operation(fusion.companion[first])).kind());
      }
      principal = expression(operand, List.of(), space, true);
    } else {
      alongLanes = null;
      lane = null;
      space = addAxes(graph.shape(first).toArray());
      principal = graph.operation(first) instanceof Moving
          ? new Expr.Kept(moved(first, List.of(), space, false), output(first, List.of(), space))
          : expression(first, List.of(), space, true);
    }
    for (int member : members) {
      principal = new Expr.Also(principal, expression(member, List.of(), space, true));
    }
    value = principal;
  }

  private Expr rowMember(int node) {
    if (!spaces.isSumOfRows(node)) {
      return expression(node, List.of(), space, true);
    }
    Reducing sum = (Reducing) graph.operation(node);
    boolean overLanes = sum.reduces(space.size() - 1);
    for (int axis = 0; axis < space.size() - 1; axis++) {
      if (!sum.reduces(axis)) {
        kept.add(space.get(axis));
      }
    }
    chunks = Chunks.of(sum.axes().stream().mapToInt(axis -> space.get(axis).extent).limit(
        sum.axes().size() - (overLanes ? 1 : 0)).toArray());
    int output = output(node, List.of(), space);
    return new Expr.RowSum(expression(graph.inputs[node][0], List.of(), space, true), output, overLanes);
  }

  /** The axes of an operand along which an index says where to read. */
  List<Expr.Axis> chosenFrom(Operand operand) {
    return axes.stream().filter(axis -> axis.index != null && operand.stride(axis) != 0).toList();
  }

  /** Whether a node is a product that only this loop reads, see {@link Fusion#isReadOnceBy}. */
  boolean isReadOnceHere(int node) {
    return fusion.isReadOnceBy(root, node);
  }

  private List<Expr.Axis> addAxes(int[] extents) {
    if (axes.size() + extents.length > MOST_AXES) {
      throw new IllegalStateException(
          "a loop over " + spaces.space(root) + " would have more than " + MOST_AXES + " axes");
    }
    List<Expr.Axis> added = new ArrayList<>();
    for (int extent : extents) {
      added.add(new Expr.Axis(axes.size(), extent));
      axes.add(added.get(added.size() - 1));
    }
    return added;
  }

  /**
   * The results of a root reduction keep its axes with size 1, so they are placed in the index space of its operand.
   */
  private void addResult(int node, Reducing.Kind kind) {
    kinds.add(kind);
    outputs.add(output(node, List.of(), space));
  }

  private int output(int node, List<Link> path, List<Expr.Axis> space) {
    operands.add(new Operand(node, true, path, space));
    return operands.size() - 1;
  }

  private boolean isComputedHere(int node) {
    return !graph.isLeaf(node) && (!fusion.stored[node] || fusion.host[node] == root);
  }

  private Expr expression(int node, List<Link> path, List<Expr.Axis> space, boolean once) {
    Object access = access(node, path, space, once);
    Expr found = known.get(access);
    if (found == null) {
      found = isComputedHere(node) ? computed(node, path, space, once) : read(node, layout(node), path, space);
      if (once && !graph.isLeaf(node) && fusion.stored[node] && fusion.host[node] == root && !isKept(found)) {
        found = new Expr.Kept(found, output(node, path, space));
      }
      known.put(access, found);
    }
    return found;
  }

  /** Which element is meant at each place: where paths to a node mean the same one, they lead to one expression. */
  private Object access(int node, List<Link> path, List<Expr.Axis> space, boolean once) {
    if (overRows) {
      View view = moved(View.rowMajor(graph.shape(node)), path);
      int[] strides = byAxis(view, space, axes.size());
      List<Integer> moves = new ArrayList<>();
      for (int axis = 0; axis < strides.length; axis++) {
        if (strides[axis] != 0) {
          moves.add(axis);
          moves.add(strides[axis]);
        }
      }
      return List.of(node, once, view.offset(), moves);
    }
    return new Access(node, path, space);
  }

  private View moved(View layout, List<Link> path) {
    View moved = layout;
    for (Link link : path) {
      View next = link.map.apply(moved);
      if (next == null) {
        needs.copy(link.node);
        next = link.map.apply(View.rowMajor(moved.shape()));
      }
      moved = next;
    }
    return moved;
  }

  /** By how much a step along each axis of the loop moves; the lane may stand for two axes of the view. */
  private static int[] byAxis(View view, List<Expr.Axis> space, int axes) {
    int[] strides = new int[axes];
    for (int i = 0; i < space.size(); i++) {
      strides[space.get(i).id] += view.shape().size(i) == 1 ? 0 : view.strides()[i];
    }
    return strides;
  }

  private static boolean isKept(Expr expression) {
    return expression instanceof Expr.Kept;
  }

  /** Where a stored node lies. It may not be known if a loop has unmet needs: then this is not the last pass. */
  private View layout(int node) {
    return layouts[node] == null && needs.unmet() != null ? View.rowMajor(graph.shape(node)) : layouts[node];
  }

  private Expr read(int node, View layout, List<Link> path, List<Expr.Axis> space) {
    Operand operand = new Operand(node, false, path, space);
    operand.place(layout, axes.size());
    for (int i = 0; i < operands.size(); i++) {
      Operand other = operands.get(i);
      if (!other.written && other.node == node && other.view.offset() == operand.view.offset()
          && Arrays.equals(trimmed(other.strides, axes.size()), operand.strides)) {
        return new Expr.Read(i, graph.dtype(node));
      }
    }
    operands.add(operand);
    return new Expr.Read(operands.size() - 1, graph.dtype(node));
  }

  private static int[] trimmed(int[] strides, int length) {
    return Arrays.copyOf(strides, length);
  }

  private Expr computed(int node, List<Link> path, List<Expr.Axis> space, boolean once) {
    Operation op = graph.operation(node);
    int[] inputs = graph.inputs[node];
    if (op instanceof Elementwise elementwise) {
      List<Expr> operandsOf = new ArrayList<>(inputs.length);
      for (int input : inputs) {
        operandsOf.add(expression(input, path, space, once));
      }
      return new Expr.Apply(elementwise.elements(), graph.dtype(node), operandsOf);
    } else if (op instanceof Reducing reduction) {
      return reduced(node, reduction, path, space, once);
    } else if (op instanceof Gathering gather) {
      return gathered(node, gather, path, space, once);
    }
    Shape before = graph.shape(inputs[0]);
    ViewMap map = ((Moving) op).map();
    boolean stillOnce = map.keepsAxes(before) || (overRows && map.repeatsRowValues(before));
    return moved(node, path, space, once && stillOnce);
  }

  private Expr moved(int node, List<Link> path, List<Expr.Axis> space, boolean once) {
    int input = graph.inputs[node][0];
    ViewMap map = ((Moving) graph.operation(node)).map();
    if (map == ViewMap.Same.SAME) {
      return expression(input, path, space, once);
    }
    List<Link> longer = new ArrayList<>(path.size() + 1);
    longer.add(new Link(map, input));
    longer.addAll(path);
    return expression(input, List.copyOf(longer), space, once);
  }

  /** The operand over a new last axis, which is not a loop: at each place the index says where along it to read. */
  private Expr gathered(int node, Gathering gather, List<Link> path, List<Expr.Axis> space, boolean once) {
    int operand = graph.inputs[node][0];
    int index = graph.inputs[node][1];
    int[] extent = {graph.shape(operand).size(gather.axis())};
    List<Link> lifted = new ArrayList<>();
    for (ViewMap map : choices(gather.axis(), graph.shape(operand), graph.shape(index))) {
      lifted.add(new Link(map, operand));
    }
    for (Link link : path) {
      lifted.add(new Link(link.map.lifted(extent), link.node));
    }
    Expr places = expression(index, path, space, once);
    Expr.Axis chosen = addAxes(extent).get(0);
    chosen.index = places;
    List<Expr.Axis> wider = new ArrayList<>(space);
    wider.add(chosen);
    Expr value = expression(operand, List.copyOf(lifted), List.copyOf(wider), false);
    // What is computed here may be kept, even if the value is the same wherever the index points.
    return places instanceof Expr.Read ? value : new Expr.Also(value, places);
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

  /** Sum over new axes: the operand with its reduced axes moved to the end, then the path lifted over them. */
  private Expr reduced(int node, Reducing reduction, List<Link> path, List<Expr.Axis> space, boolean once) {
    boolean foldsRow = spaces.isRowFold(node);
    if (foldsRow ? !isSameAlongRow(node, path, space) : overRows) {
      needs.setApart(node);
      return read(node, View.rowMajor(graph.shape(node)), path, space);
    }
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
    List<Link> lifted = new ArrayList<>();
    lifted.add(new Link(new ViewMap.Permute(List.copyOf(order)), operand));
    lifted.add(new Link(new ViewMap.Reshape(graph.shape(node)).lifted(extents), operand));
    for (Link link : path) {
      lifted.add(new Link(link.map.lifted(extents), link.node));
    }
    List<Expr.Axis> inner = foldsRow ? List.of(lane) : addAxes(extents);
    List<Expr.Axis> wider = new ArrayList<>(space);
    wider.addAll(inner);
    Expr body = expression(operand, List.copyOf(lifted), List.copyOf(wider), once);
    if (foldsRow) {
      return new Expr.RowFold(body, reduction.kind());
    }
    int indices = fusion.companion[node];
    if (indices < 0 || !once) {
      return new Expr.Result(new Expr.Reduce(body, inner, List.of(reduction.kind())), 0);
    }
    Reducing.Kind kind = ((Reducing) graph.operation(indices)).kind();
    Expr.Reduce both = new Expr.Reduce(body, inner, List.of(reduction.kind(), kind));
    Expr places = new Expr.Kept(new Expr.Result(both, 1), output(indices, path, space));
    return new Expr.Also(new Expr.Result(both, 0), places);
  }

  /** Whether the value of a node does not vary along the lane, nor does any index that says where it is read. */
  private boolean isSameAlongRow(int node, List<Link> path, List<Expr.Axis> space) {
    if (!overRows || spaces.space(node).size(-1) != lane.extent) {
      return false;
    }
    int[] strides = byAxis(moved(View.rowMajor(graph.shape(node)), path), space, axes.size());
    Dependence dependence = new Dependence(this);
    return strides[lane.id] == 0
        && axes.stream().noneMatch(axis -> axis.index != null && strides[axis.id] != 0
            && (dependence.of(axis.index) >> lane.id & 1) != 0);
  }
}
