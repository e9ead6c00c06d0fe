package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Elements;
import dev.gradlet.engine.graph.Operation.Reducing;
import java.util.List;

/** What a loop computes, with every view resolved: operands, operations and inner reductions over axes of the loop. */
sealed interface Expr {

  DType dtype();

  /** The elements of an array, at strides by axis. */
  record Read(int operand, DType dtype) implements Expr {}

  /** An elementwise operation. */
  record Apply(Elements op, DType dtype, List<Expr> inputs) implements Expr {}

  /** Reductions of one expression over the same axes, one result each. */
  final class Reduce implements Expr {
    final Expr body;
    final List<Axis> axes;
    final List<Reducing.Kind> kinds;

    Reduce(Expr body, List<Axis> axes, List<Reducing.Kind> kinds) {
      this.body = body;
      this.axes = axes;
      this.kinds = kinds;
    }

    @Override
    public DType dtype() {
      return body.dtype();
    }
  }

  /** One of the results of a reduction. */
  record Result(Reduce of, int number) implements Expr {
    @Override
    public DType dtype() {
      return of.kinds.get(number).isIndex() ? DType.INT32 : of.body.dtype();
    }
  }

  /** A number for each row: the reduction of an expression along the lanes of a loop over rows. */
  record RowFold(Expr of, Reducing.Kind kind) implements Expr {
    @Override
    public DType dtype() {
      return of.dtype();
    }
  }

  /** An expression whose values are added up over the rows of a loop, and perhaps over the lanes, into an output. */
  record RowSum(Expr of, int output, boolean overLanes) implements Expr {
    @Override
    public DType dtype() {
      return of.dtype();
    }
  }

  /** An expression whose values are kept as well: they are written to an output. */
  record Kept(Expr of, int output) implements Expr {
    @Override
    public DType dtype() {
      return of.dtype();
    }
  }

  /** An expression beside which another one is evaluated, for what that keeps. */
  record Also(Expr of, Expr beside) implements Expr {
    @Override
    public DType dtype() {
      return of.dtype();
    }
  }

  /** An axis of a loop, or one along which an index says where to read. */
  final class Axis {
    final int id;
    int extent;
    Expr index;

    Axis(int id, int extent) {
      this.id = id;
      this.extent = extent;
    }
  }
}
