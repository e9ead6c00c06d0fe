package dev.gradlet.engine.plan;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.IntToLongFunction;

/** Along which axes of a loop its expressions vary. */
final class Dependence {
  private final IntToLongFunction axesOf;
  private final Map<Expr, Long> known = new IdentityHashMap<>();

  /** @param axesOf the axes along which an operand moves, a bit each; none for an output that has no place yet */
  Dependence(IntToLongFunction axesOf) {
    this.axesOf = axesOf;
  }

  /** The axes along which an expression varies, or which what it keeps is written along, a bit each. */
  long of(Expr expression) {
    Long found = known.get(expression);
    if (found == null) {
      long bits = expression.operand() < 0 ? 0 : axesOf(expression.operand());
      for (Expr input : expression.inputs()) {
        bits |= of(input);
      }
      for (Expr.Axis axis : expression.bound()) {
        bits &= ~axis.bit();
      }
      found = bits;
      known.put(expression, found);
    }
    return found;
  }

  long axesOf(int operand) {
    return axesOf.applyAsLong(operand);
  }

  boolean varies(Expr expression, Expr.Axis along) {
    return (of(expression) & along.bit()) != 0;
  }
}
