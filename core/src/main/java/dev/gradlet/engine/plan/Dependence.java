package dev.gradlet.engine.plan;

import java.util.function.IntToLongFunction;

/** Along which axes of a loop its expressions vary. */
final class Dependence {
  private final IntToLongFunction axesOf;
  /** By the number of an expression. */
  private final long[] bits;

  private final boolean[] known;

  /**
   * @param axesOf the axes along which an operand moves, a bit each; none for an output that has no place yet
   * @param numbers how many expressions have
   */
  Dependence(IntToLongFunction axesOf, int numbers) {
    this.axesOf = axesOf;
    this.bits = new long[numbers];
    this.known = new boolean[numbers];
  }

  /** The axes along which an expression varies, or which what it keeps is written along, a bit each. */
  long of(Expr expression) {
    int number = expression.number();
    if (!known[number]) {
      long varies = expression.operand() < 0 ? 0 : axesOf(expression.operand());
      for (Expr input : expression.inputs()) {
        varies |= of(input);
      }
      for (Expr.Axis axis : expression.bound()) {
        varies &= ~axis.bit();
      }
      bits[number] = varies;
      known[number] = true;
    }
    return bits[number];
  }

  long axesOf(int operand) {
    return axesOf.applyAsLong(operand);
  }

  boolean varies(Expr expression, Expr.Axis along) {
    return (of(expression) & along.bit()) != 0;
  }
}
