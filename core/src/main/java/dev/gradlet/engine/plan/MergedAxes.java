package dev.gradlet.engine.plan;

import dev.gradlet.engine.run.LoopPlan;
import dev.gradlet.kernel.Loops;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The axes of a loop, some of them merged into one. An outer axis merges into an inner one where every operand is
 * evenly spaced along both, so that a step along the outer one is as long as a walk along the whole inner one.
 */
final class MergedAxes {
  /** The axes that are left, outermost first. */
  final List<Expr.Axis> order;
  /** By id; 1 for an axis that was merged into another one. */
  private final int[] extents;
  /** The strides of each operand that is read, by axis; null for outputs. */
  final int[][] inputs;
  /** The strides of outputs that lie row-major; null for other outputs, which the order of the axes lays out. */
  private final int[][] outputs;
  /** How inputs lie along a lane collapsed from two axes along which they are not evenly spaced; else null. */
  private final LoopPlan.RowLayout[] rows;
  /** For each axis by id: the axes merged into it and itself, outermost first. */
  private final List<List<Expr.Axis>> parts = new ArrayList<>();

  MergedAxes(LoopBody body) {
    this.order = new ArrayList<>(body.space());
    this.extents = body.axes().stream().mapToInt(axis -> axis.extent).toArray();
    this.inputs = new int[body.operands().size()][];
    this.outputs = new int[inputs.length][];
    this.rows = new LoopPlan.RowLayout[inputs.length];
    body.axes().forEach(axis -> parts.add(new ArrayList<>(List.of(axis))));
    for (int i = 0; i < inputs.length; i++) {
      LoopBody.Operand operand = body.operands().get(i);
      if (operand.strides() != null) {
        (operand.written() ? outputs : inputs)[i] = Arrays.copyOf(operand.strides(), extents.length);
      }
    }
  }

  int extent(Expr.Axis axis) {
    return extents[axis.id];
  }

  LoopPlan.RowLayout rows(int operand) {
    return rows[operand];
  }

  /** The axes of the loop as given that this one is made of, outermost first. */
  List<Expr.Axis> parts(Expr.Axis axis) {
    return parts.get(axis.id);
  }

  /** How many elements the loop visits of an operand with these strides. */
  long volume(int[] strides) {
    long elements = 1;
    for (int axis = 0; axis < strides.length; axis++) {
      elements *= strides[axis] == 0 ? 1 : extents[axis];
    }
    return elements;
  }

  /** Orders the axes as the largest input has them in memory. */
  void sortByStride() {
    int[] guide = null;
    long most = 0;
    for (int[] strides : inputs) {
      if (strides != null && volume(strides) > most) {
        most = volume(strides);
        guide = strides;
      }
    }
    if (guide != null) {
      int[] by = guide;
      order.sort(Comparator.comparing(axis -> by[axis.id] == 0 ? -Integer.MAX_VALUE : -by[axis.id]));
    }
  }

  /** Merges neighbours wherever that is possible. */
  void merge() {
    order.removeIf(axis -> extent(axis) == 1);
    for (int i = order.size() - 2; i >= 0; i--) {
      if (canMerge(order.get(i), order.get(i + 1))) {
        merge(order.get(i), order.get(i + 1));
      }
    }
  }

  boolean canMerge(Expr.Axis outer, Expr.Axis inner) {
    boolean even = canCollapse(outer, inner);
    for (int[] strides : inputs) {
      even &= strides == null || isEven(strides, outer, inner);
    }
    return even;
  }

  void merge(Expr.Axis outer, Expr.Axis inner) {
    parts(inner).addAll(0, parts(outer));
    extents[inner.id] *= extents[outer.id];
    extents[outer.id] = 1;
    order.remove(outer);
  }

  /** Whether two axes can become one lane on which inputs may lie in rows: outputs must be evenly spaced. */
  boolean canCollapse(Expr.Axis outer, Expr.Axis inner) {
    boolean even = (long) extent(outer) * extent(inner) <= Integer.MAX_VALUE - Loops.TILE;
    for (int[] strides : outputs) {
      even &= strides == null || isEven(strides, outer, inner);
    }
    return even;
  }

  /** Merges two axes; inputs that are not evenly spaced along both lie in rows from then on. */
  void collapse(Expr.Axis outer, Expr.Axis inner) {
    for (int i = 0; i < inputs.length; i++) {
      int[] strides = inputs[i];
      if (strides != null && !isEven(strides, outer, inner)) {
        rows[i] = new LoopPlan.RowLayout(extent(inner), strides[inner.id], strides[outer.id]);
        strides[inner.id] = 1;
      }
    }
    merge(outer, inner);
  }

  boolean isEven(int[] strides, Expr.Axis outer, Expr.Axis inner) {
    return strides[outer.id] == (long) strides[inner.id] * extent(inner);
  }
}
