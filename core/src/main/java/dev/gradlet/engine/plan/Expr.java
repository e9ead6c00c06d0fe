package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.kernel.ElementwiseKernel;
import java.util.List;

/** An expression that a loop computes. Views are resolved: they are strides of the operands that it reads. */
sealed interface Expr {

  /** The number of the expression in its loop, an index into tables. */
  int number();

  /** The expressions that it is computed from. */
  List<Expr> inputs();

  default DType dtype() {
    return inputs().get(0).dtype();
  }

  /** The operand that it reads or writes; −1 for none. */
  default int operand() {
    return -1;
  }

  /** The axes along which its operand or inputs vary and it does not: it reduces them, or an index chooses a place. */
  default List<Axis> bound() {
    return List.of();
  }

  /** The elements of an operand; along the chosen axes, those that the axes' indices choose. */
  record Read(int number, int operand, DType dtype, List<Axis> chosen) implements Expr {
    @Override
    public List<Expr> inputs() {
      return chosen.isEmpty() ? List.of() : chosen.stream().map(axis -> axis.index).toList();
    }

    @Override
    public List<Axis> bound() {
      return chosen;
    }
  }

  /** An elementwise operation. */
  record Apply(int number, ElementwiseKernel op, DType dtype, List<Expr> inputs) implements Expr {}

  /** Reductions of one expression over the same axes, one result each. */
  record Reduce(int number, Expr body, List<Axis> bound, List<Reducing.Kind> kinds) implements Expr {
    @Override
    public List<Expr> inputs() {
      return List.of(body);
    }
  }

  /** One of the results of a reduction. */
  record Result(int number, Reduce of, int which) implements Expr {
    @Override
    public DType dtype() {
      return of.kinds.get(which).isIndex() ? DType.INT32 : of.body.dtype();
    }

    @Override
    public List<Expr> inputs() {
      return List.of(of);
    }
  }

  /** The reduction of each row along its lanes, in a loop over rows. */
  record RowReduction(int number, Expr of, Reducing.Kind kind, Axis lane) implements Expr {
    @Override
    public List<Expr> inputs() {
      return List.of(of);
    }

    @Override
    public List<Axis> bound() {
      return List.of(lane);
    }
  }

  /** A sum over the rows of a loop over rows, perhaps also over the lanes, which is written to an output. */
  record RowSum(int number, Expr of, int output, boolean overLanes) implements Expr {
    @Override
    public List<Expr> inputs() {
      return List.of(of);
    }
  }

  /** The value of an expression, which is also written to an output. */
  record Kept(int number, Expr of, int operand) implements Expr {
    @Override
    public List<Expr> inputs() {
      return List.of(of);
    }
  }

  /** The value of an expression; another one is evaluated beside it, for the outputs that it writes. */
  record Also(int number, Expr of, Expr beside) implements Expr {
    @Override
    public List<Expr> inputs() {
      return List.of(of, beside);
    }
  }

  /** An axis of a loop. If it has an index, the loop does not run over it: the index chooses a place along it. */
  final class Axis {
    final int id;
    final int extent;
    final Expr index;

    Axis(int id, int extent, Expr index) {
      this.id = id;
      this.extent = extent;
      this.index = index;
    }

    long bit() {
      return 1L << id;
    }
  }
}
