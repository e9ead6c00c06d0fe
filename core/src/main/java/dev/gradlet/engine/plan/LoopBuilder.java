package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import dev.gradlet.Shape;
import dev.gradlet.engine.graph.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the parts of a {@link LoopBody}: its axes, its operands, and how many expressions it has. */
final class LoopBuilder {
  private final Origins origins;
  private final List<Expr.Axis> axes = new ArrayList<>();
  private final List<LoopBody.Operand> operands = new ArrayList<>();
  private int expressions;

  /** @param traced whether the plan is to say which nodes its lines come from */
  LoopBuilder(boolean traced) {
    this.origins = traced ? new Origins() : null;
  }

  // ---- axes ----

  /** Adds the axes of a shape. */
  List<Expr.Axis> addAxes(Shape shape) {
    return addAxes(shape.toArray());
  }

  /** Adds axes that are loops, one for each extent. */
  List<Expr.Axis> addAxes(int... extents) {
    List<Expr.Axis> added = new ArrayList<>();
    for (int extent : extents) {
      added.add(addAxis(extent, null));
    }
    return added;
  }

  /** @param index the expression that chooses a place along the axis; null for an axis that is a loop */
  Expr.Axis addAxis(int extent, Expr index) {
    if (axes.size() == LoopBody.MOST_AXES) {
      throw new IllegalStateException("a loop would have more than " + LoopBody.MOST_AXES + " axes");
    }
    Expr.Axis axis = new Expr.Axis(axes.size(), extent, index);
    axes.add(axis);
    return axis;
  }

  /** How far a step along each axis so far moves in an array that the loop sees as this view. */
  int[] strides(Access access, View view) {
    return access.strides(view, axes.size());
  }

  // ---- operands ----

  /**
   * Adds an array that the loop writes.
   *
   * @param layout where its elements lie; null if the loop may choose
   * @return the number of the operand
   */
  int addOutput(int node, Access access, View layout) {
    View view = layout == null ? null : access.view(layout);
    int[] strides = view == null ? null : strides(access, view);
    operands.add(new LoopBody.Operand(node, true, access, view, strides, List.of()));
    return operands.size() - 1;
  }

  /** Reads an array. If the loop reads the same elements through another access already, they share the operand. */
  Expr.Read read(int node, DType dtype, View layout, Access access) {
    View view = access.view(layout);
    if (view == null) {
      throw new AssertionError("no strides for node " + node);
    }
    int[] strides = strides(access, view);
    List<Expr.Axis> chosen = axes.stream().filter(axis -> axis.index != null && strides[axis.id] != 0).toList();
    int operand = 0;
    while (operand < operands.size() && !reads(operands.get(operand), node, view, strides)) {
      operand++;
    }
    if (operand == operands.size()) {
      operands.add(new LoopBody.Operand(node, false, access, view, strides, chosen));
    }
    return new Expr.Read(nextNumber(), operand, dtype, chosen);
  }

  private static boolean reads(LoopBody.Operand operand, int node, View view, int[] strides) {
    return !operand.written() && operand.node() == node && operand.view().offset() == view.offset()
        && Arrays.equals(Arrays.copyOf(operand.strides(), strides.length), strides);
  }

  // ---- expressions ----

  /** The number of the next expression. */
  int nextNumber() {
    return expressions++;
  }

  /** Notes that the expression computes a node, if the plan is to be read. */
  <E extends Expr> E from(int node, E expression) {
    if (origins != null) {
      origins.add(expression, node);
    }
    return expression;
  }

  LoopBody build(
      List<Expr.Axis> space, Expr value, Expr.Axis lane, LoopBody.OverRows rows, LoopBody.AlongLanes along) {
    return new LoopBody(axes, operands, expressions, space, value, lane, rows, along, origins);
  }
}
