package dev.gradlet.engine.plan;

import dev.gradlet.Shape;
import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.engine.graph.View;
import dev.gradlet.engine.run.LoopPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a loop's outputs lie in memory, and how its operands are read: in place, or packed into tiles before the loop.
 */
final class OperandLayout {
  /** So often an operand must be read for packing it to pay even where its lanes are adjacent. */
  private static final long REREAD = 4;

  private final Graph graph;
  private final LoopBody body;
  private final LoopAxes axes;
  private final boolean[] copied;

  /** Where the elements of each output lie, by node. */
  final Map<Integer, View> outputs = new HashMap<>();
  final List<LoopPlan.Operand> operands = new ArrayList<>();

  OperandLayout(Graph graph, LoopBody body, LoopAxes axes, boolean[] copied) {
    this.graph = graph;
    this.body = body;
    this.axes = axes;
    this.copied = copied;
    placeOutputs();
    body.operands.forEach(operand -> operands.add(planned(operand)));
  }

  /** Outputs lie in the order of the loops, the lane last; row-major where a reshape needs it. */
  private void placeOutputs() {
    for (LoopBody.Operand operand : body.operands) {
      if (operand.written) {
        View layout = layout(operand);
        outputs.put(operand.node, layout);
        operand.place(layout, body.axes.size());
      }
    }
  }

  private View layout(LoopBody.Operand operand) {
    Shape shape = graph.shape(operand.node);
    if (copied[operand.node]) {
      int[] strides = View.rowMajorStrides(shape);
      for (int i = 0; i < strides.length; i++) {
        strides[i] = shape.size(i) == 1 ? 0 : strides[i];
      }
      return new View(shape, 0, strides);
    }
    int[] axisOf = operand.axesOf(shape);
    int[] depths = axes.depths();
    Integer[] byLoop = new Integer[shape.rank()];
    Arrays.setAll(byLoop, i -> i);
    Arrays.sort(byLoop, (a, b) -> {
      int left = axisOf[a] < 0 ? 0 : depths[axisOf[a]];
      int right = axisOf[b] < 0 ? 0 : depths[axisOf[b]];
      return left != right ? Integer.compare(left, right) : Integer.compare(before(axisOf[a]), before(axisOf[b]));
    });
    int[] strides = new int[shape.rank()];
    int stride = 1;
    Storage.length(graph.operation(operand.node).label(), shape);
    for (int i = byLoop.length - 1; i >= 0; i--) {
      int size = shape.size(byLoop[i]);
      strides[byLoop[i]] = size == 1 ? 0 : stride;
      stride *= Math.max(1, size);
    }
    return new View(shape, 0, strides);
  }

  private int before(int axis) {
    return axis < 0 ? -1 : axes.placeBeforeMerging(axis);
  }

  private LoopPlan.Operand planned(LoopBody.Operand operand) {
    Expr.Axis lane = axes.lane;
    int[] strides = operand.strides;
    int offset = operand.view.offset();
    boolean inPlace = lane != null && strides[lane.id] == 1
        && reads(operand) / Math.max(1, axes.volume(operand)) < REREAD;
    if (operand.written || body.overRows || lane == null || strides[lane.id] == 0 || inPlace || operand.rows != null
        || !body.chosenFrom(operand).isEmpty()) {
      return new LoopPlan.Operand(operand.node, operand.written, offset, strides, null);
    }
    List<Expr.Axis> varying = new ArrayList<>();
    for (Expr.Axis axis : body.axes) {
      if (axis != lane && strides[axis.id] != 0 && axis.extent > 1) {
        varying.add(axis);
      }
    }
    varying.add(lane);
    int[] sizes = varying.stream().mapToInt(axis -> axis.extent).toArray();
    int[] from = varying.stream().mapToInt(axis -> strides[axis.id]).toArray();
    LoopPlan.Packing packing = new LoopPlan.Packing(sizes, offset, from);
    int[] tiles = new int[body.axes.size()];
    int stride = packing.tilesOfARow();
    for (int i = sizes.length - 2; i >= 0; i--) {
      tiles[varying.get(i).id] = stride;
      stride *= sizes[i];
    }
    return new LoopPlan.Operand(operand.node, false, 0, tiles, packing);
  }

  /** How many elements of an operand are loaded: it is where the innermost axis on which it depends changes. */
  private long reads(LoopBody.Operand operand) {
    List<Expr.Axis> nest = new ArrayList<>(axes.order);
    body.axes.stream().filter(axis -> axis.index == null && !body.space.contains(axis)).forEach(nest::add);
    long reads = axes.lane.extent;
    long outside = reads;
    for (Expr.Axis axis : nest) {
      outside *= axis.extent;
      reads = operand.strides[axis.id] == 0 ? reads : outside;
    }
    return reads;
  }
}
