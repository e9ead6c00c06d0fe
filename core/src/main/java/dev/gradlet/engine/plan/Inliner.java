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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns a node into the expression that a loop computes for it: follows the node's inputs down to stored nodes, and
 * applies every view on the way to the strides at which the stored ones are read.
 *
 * <p>The index space of the loop starts with the axes of the root. A reduction within the loop adds its reduced axes at
 * the end. In a loop over rows, a reduction of rows runs over the lane instead of a new axis: then each row is read
 * once, for the reduction and for everything else that the loop does with it.
 *
 * <p>A loop may compute a node for several of its places at once: an element and the transposed one, as in x + xᵀ. It
 * stores the node at the first of them alone. An array has one layout, which two stores would each choose for
 * themselves, and where a register is a window of the array, a second store would change what the register holds.
 */
final class Inliner {
  private final Graph graph;
  private final Spaces spaces;
  private final Fusion fusion;
  private final View[] layouts;
  private final int root;
  private final LoopBuilder loop;
  private final Expr.Axis lane;
  private final Map<Object, Expr> known = new HashMap<>();
  /** The nodes that have an output of the loop. */
  private final Set<Integer> written = new HashSet<>();

  /**
   * @param layouts the layouts of the nodes that are stored before this loop runs
   * @param lane the axis that reductions of rows run over; null unless the loop goes over rows
   */
  Inliner(
      Graph graph, Spaces spaces, Fusion fusion, View[] layouts, int root, LoopBuilder loop, Expr.Axis lane) {
    this.graph = graph;
    this.spaces = spaces;
    this.fusion = fusion;
    this.layouts = layouts;
    this.root = root;
    this.loop = loop;
    this.lane = lane;
  }

  /**
   * The expression of a node, as the access sees it.
   *
   * @param once whether the loop visits each element of the node exactly once, so that it can store the node
   */
  Expr expression(int node, Access access, boolean once) {
    Object key = key(node, access, once);
    Expr found = known.get(key);
    if (found == null) {
      boolean computedHere = !graph.isLeaf(node) && (!fusion.isStored(node) || fusion.host[node] == root);
      found = computedHere ? computed(node, access, once) : loop.read(node, graph.dtype(node), layouts[node], access);
      if (once && computedHere && isToBeWritten(node) && !(found instanceof Expr.Kept)) {
        found = kept(node, found, access);
      }
      known.put(key, found);
    }
    return found;
  }

  /**
   * Equal keys mean the same elements at each place of the loop. A loop over rows compares strides, and so computes
   * once what it reaches on different paths.
   */
  private Object key(int node, Access access, boolean once) {
    View view = lane == null ? null : access.view(View.rowMajor(graph.shape(node)));
    if (view == null) {
      return List.of(node, access.path(), access.space());
    }
    int[] strides = loop.strides(access, view);
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
      List<Expr> inputs = new ArrayList<>(graph.inputs[node].length);
      for (int input : graph.inputs[node]) {
        inputs.add(expression(input, access, once));
      }
      return loop.from(node, new Expr.Apply(loop.nextNumber(), elementwise.kernel(), graph.dtype(node), inputs));
    } else if (op instanceof Reducing reduction) {
      return spaces.isRowReduction(node)
          ? rowReduction(node, reduction, access, once) : nestedReduction(node, reduction, access, once);
    } else if (op instanceof Gathering gather) {
      return gathered(node, gather, access, once);
    }
    Shape before = graph.shape(graph.inputs[node][0]);
    ViewMap map = ((Moving) op).map();
    boolean stillOnce = map.keepsAxes(before) || (lane != null && map.repeatsRowValues(before));
    return moved(node, access, once && stillOnce);
  }

  /** The input of a view, seen through the view. */
  Expr moved(int node, Access access, boolean once) {
    return expression(graph.inputs[node][0], access.through(((Moving) graph.operation(node)).map()), once);
  }

  /** At each place, the index says which element along a new axis to read; that axis is no loop. */
  private Expr gathered(int node, Gathering gather, Access access, boolean once) {
    int operand = graph.inputs[node][0];
    int index = graph.inputs[node][1];
    Shape shape = graph.shape(operand);
    Expr places = expression(index, access, once);
    Expr.Axis chosen = loop.addAxis(shape.size(gather.axis()), places);
    Access chosenElements = access.throughGather(gather.axis(), shape, graph.shape(index), chosen);
    Expr value = loop.from(node, expression(operand, chosenElements, false));
    // The loop may have to store the index, even where the value does not depend on it.
    return places instanceof Expr.Read ? value : new Expr.Also(loop.nextNumber(), value, places);
  }

  private Expr rowReduction(int node, Reducing reduction, Access access, boolean once) {
    Expr row = reduced(node, reduction, access, List.of(lane), once);
    return loop.from(node, new Expr.RowReduction(loop.nextNumber(), row, reduction.kind(), lane));
  }

  /** A reduction over new axes, which become loops within this one. */
  private Expr nestedReduction(int node, Reducing reduction, Access access, boolean once) {
    Shape operand = graph.shape(graph.inputs[node][0]);
    List<Expr.Axis> inner = loop.addAxes(reduction.axes().stream().mapToInt(operand::size).toArray());
    Expr body = reduced(node, reduction, access, inner, once);
    int companion = fusion.companion[node];
    int indices = once && companion >= 0 && isToBeWritten(companion) ? companion : -1;
    List<Reducing.Kind> kinds = new ArrayList<>(List.of(reduction.kind()));
    if (indices >= 0) {
      kinds.add(((Reducing) graph.operation(indices)).kind());
    }
    Expr.Reduce reduce = loop.from(node, new Expr.Reduce(loop.nextNumber(), body, inner, kinds));
    Expr value = loop.from(node, new Expr.Result(loop.nextNumber(), reduce, 0));
    if (indices < 0) {
      return value;
    }
    Expr places = new Expr.Result(loop.nextNumber(), loop.from(indices, reduce), 1);
    return new Expr.Also(loop.nextNumber(), value, kept(indices, places, access));
  }

  private Expr reduced(int node, Reducing reduction, Access access, List<Expr.Axis> over, boolean once) {
    int operand = graph.inputs[node][0];
    return expression(operand, access.throughReduction(reduction, graph.shape(operand), over), once);
  }

  // ---- nodes that the loop stores ----

  private boolean isToBeWritten(int node) {
    return fusion.isStored(node) && !written.contains(node);
  }

  /** The value of a node, which the loop stores as well. */
  Expr.Kept kept(int node, Expr value, Access access) {
    return loop.from(node, new Expr.Kept(loop.nextNumber(), value, output(node, access)));
  }

  /** The array of a node that the loop stores: row-major where other loops need it so. */
  int output(int node, Access access) {
    if (!written.add(node)) {
      throw new AssertionError("a loop would write node " + node + " twice");
    }
    return loop.addOutput(node, access, fusion.isJoined(node) ? View.rowMajor(graph.shape(node)) : null);
  }
}
