package dev.gradlet.engine.plan;

import java.util.function.IntToLongFunction;

/** The axes of a loop along which each of its expressions varies. */
final class Dependence {
  private final IntToLongFunction axesOf;
  /** By the number of an expression. */
  private final long[] bits;

  private final boolean[] known;

  /**
   * @param axesOf the axes along which an operand moves, a bit each
   * @param numbers how many expressions the loop has
   */
  Dependence(IntToLongFunction axesOf, int numbers) {
    this.axesOf = axesOf;
    this.bits = new long[numbers];
    this.known = new boolean[numbers];
  }

  /** The axes along which an expression varies, or along which a kept one is written; a bit each. */
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
