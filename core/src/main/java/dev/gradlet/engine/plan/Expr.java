package dev.gradlet.engine.plan;

import dev.gradlet.DType;
import dev.gradlet.engine.graph.Operation.Reducing;
import dev.gradlet.kernel.ElementwiseKernel;
import java.util.List;

/** What a loop computes, with every view resolved: operands, operations and inner reductions over axes of the loop. */
sealed interface Expr {

  /** Which expression of its loop it is, by which what is known of it is found. */
  int number();

  /** What it is computed from. */
  List<Expr> inputs();

  default DType dtype() {
    return inputs().get(0).dtype();
  }

  /** The operand with whose place it varies, as it reads or writes it there; −1 for none. */
  default int operand() {
    return -1;
  }

  /** The axes of its operand or its inputs along which it does not vary: it takes all their places, or one by index. */
  default List<Axis> bound() {
    return List.of();
  }

  /** The elements of an array, at strides by axis; along some axes, where their indices say. */
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

  /** A number for each row: the reduction of an expression along the lanes of a loop over rows. */
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

  /** An expression whose values are added up over the rows of a loop, and perhaps over the lanes, into an output. */
  record RowSum(int number, Expr of, int output, boolean overLanes) implements Expr {
    @Override
    public List<Expr> inputs() {
      return List.of(of);
    }
  }

  /** An expression whose values are kept as well: they are written to an output. */
  record Kept(int number, Expr of, int operand) implements Expr {
    @Override
    public List<Expr> inputs() {
      return List.of(of);
    }
  }

  /** An expression beside which another one is evaluated, for what that keeps. */
  record Also(int number, Expr of, Expr beside) implements Expr {
    @Override
    public List<Expr> inputs() {
      return List.of(of, beside);
    }
  }

  /** An axis of a loop; with an index, no loop of its own, but one along which that says where to read. */
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
