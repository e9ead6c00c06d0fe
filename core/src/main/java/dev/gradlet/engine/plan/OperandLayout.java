package dev.gradlet.engine.plan;

import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.engine.graph.View;
import dev.gradlet.engine.run.LoopPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a loop's outputs lie in memory, and how its operands are read: in place, or packed into tiles before the loop.
 */
final class OperandLayout {
  /** An operand whose lanes are adjacent is packed if it is read so often. */
  private static final long REREAD = 4;

  private final Graph graph;
  private final LoopBody body;
  private final LoopAxes axes;
  /** By operand, before packing. */
  private final int[][] strides;

  /** The layout of each output, by node. */
  final Map<Integer, View> outputs = new HashMap<>();
  final List<LoopPlan.Operand> operands = new ArrayList<>();

  OperandLayout(Graph graph, LoopBody body, LoopAxes axes) {
    this.graph = graph;
    this.body = body;
    this.axes = axes;
    this.strides = new int[body.operands().size()][];
    for (int i = 0; i < strides.length; i++) {
      LoopBody.Operand operand = body.operands().get(i);
      operands.add(operand.written() ? output(i, operand) : input(i, operand));
    }
  }

  /** The strides of an operand by axis, as it lies before it is packed. */
  int[] strides(int operand) {
    return strides[operand];
  }

  /** The axes along which an operand moves, a bit each. */
  long axesOf(int operand) {
    long bits = 0;
    for (Expr.Axis axis : body.axes()) {
      bits |= strides[operand][axis.id] != 0 && axes.extent(axis) != 1 ? axis.bit() : 0;
    }
    return bits;
  }

  private LoopPlan.Operand output(int i, LoopBody.Operand operand) {
    View layout = layout(operand);
    outputs.put(operand.node(), layout);
    View view = operand.access().view(layout);
    strides[i] = operand.access().strides(view, body.axes().size());
    return new LoopPlan.Operand(operand.node(), true, view.offset(), strides[i], null);
  }

  /** The axes in the order in which the loops nest, the lane last; row-major if a reshape joins axes. */
  private View layout(LoopBody.Operand operand) {
    Shape shape = graph.shape(operand.node());
    if (operand.view() != null) {
      int[] strides = View.rowMajorStrides(shape);
      for (int i = 0; i < strides.length; i++) {
        strides[i] = shape.size(i) == 1 ? 0 : strides[i];
      }
      return new View(shape, 0, strides);
    }
    int[] axisOf = operand.access().axesOf(shape);
    int[] positions = axes.positions();
    Integer[] byLoop = new Integer[shape.rank()];
    Arrays.setAll(byLoop, i -> i);
    Arrays.sort(byLoop, Comparator.comparingInt(axis -> axisOf[axis] < 0 ? -1 : positions[axisOf[axis]]));
    int[] strides = new int[shape.rank()];
    int stride = 1;
    Storage.length(graph.operation(operand.node()).label(), shape);
    for (int i = byLoop.length - 1; i >= 0; i--) {
      int size = shape.size(byLoop[i]);
      strides[byLoop[i]] = size == 1 ? 0 : stride;
      stride *= Math.max(1, size);
    }
    return new View(shape, 0, strides);
  }

  private LoopPlan.Operand input(int i, LoopBody.Operand operand) {
    Expr.Axis lane = axes.lane;
    int[] from = axes.strides(i);
    strides[i] = from;
    int offset = operand.view().offset();
    boolean inPlace = lane != null && from[lane.id] == 1 && reads(from) / Math.max(1, axes.volume(from)) < REREAD;
    if (body.overRows() || lane == null || from[lane.id] == 0 || inPlace || axes.rows(i) != null
        || !operand.chosen().isEmpty()) {
      return new LoopPlan.Operand(operand.node(), false, offset, from, null);
    }
    List<Expr.Axis> varying = new ArrayList<>();
    for (Expr.Axis axis : body.axes()) {
      if (axis != lane && from[axis.id] != 0 && axes.extent(axis) > 1) {
        varying.add(axis);
      }
    }
    varying.add(lane);
    int[] sizes = varying.stream().mapToInt(axes::extent).toArray();
    int[] packed = varying.stream().mapToInt(axis -> from[axis.id]).toArray();
    LoopPlan.Packing packing = new LoopPlan.Packing(sizes, offset, packed);
    int[] tiles = new int[from.length];
    int stride = packing.tilesOfARow();
    for (int at = sizes.length - 2; at >= 0; at--) {
      tiles[varying.get(at).id] = stride;
      stride *= sizes[at];
    }
    return new LoopPlan.Operand(operand.node(), false, 0, tiles, packing);
  }

  /** How many elements of an operand are loaded: it is loaded again when the innermost axis changes that moves it. */
  private long reads(int[] strides) {
    List<Expr.Axis> nest = new ArrayList<>(axes.order);
    body.axes().stream().filter(axis -> axis.index == null && !body.space().contains(axis)).forEach(nest::add);
    long reads = axes.extent(axes.lane);
    long outside = reads;
    for (Expr.Axis axis : nest) {
      outside *= axes.extent(axis);
      reads = strides[axis.id] == 0 ? reads : outside;
    }
    return reads;
  }
}
