package dev.gradlet.engine.plan;

import java.util.IdentityHashMap;
import java.util.Map;

/** Along which axes of a loop its expressions vary, as the axes are now: merging changes them. */
final class Dependence {
  private final LoopBody body;
  private final Map<Expr, Long> known = new IdentityHashMap<>();

  Dependence(LoopBody body) {
    this.body = body;
  }

  /** The axes along which an expression varies, or which what it keeps is written along, a bit each. */
  long of(Expr expression) {
    Long found = known.get(expression);
    if (found == null) {
      long bits = 0;
      if (expression instanceof Expr.Read read) {
        bits = axesOf(read.operand());
        for (Expr.Axis axis : body.chosenFrom(body.operands.get(read.operand()))) {
          bits = bits & ~(1L << axis.id) | of(axis.index);
        }
      } else if (expression instanceof Expr.Apply apply) {
        for (Expr input : apply.inputs()) {
          bits |= of(input);
        }
      } else if (expression instanceof Expr.Kept kept) {
        bits = of(kept.of()) | axesOf(kept.output());
      } else if (expression instanceof Expr.RowFold fold) {
        bits = of(fold.of()) & ~(1L << body.lane.id);
      } else if (expression instanceof Expr.RowSum sum) {
        bits = of(sum.of());
      } else if (expression instanceof Expr.Also also) {
        bits = of(also.of()) | of(also.beside());
      } else if (expression instanceof Expr.Result result) {
        bits = of(result.of().body);
        for (Expr.Axis axis : result.of().axes) {
          bits &= ~(1L << axis.id);
        }
      }
      found = bits;
      known.put(expression, found);
    }
    return found;
  }

  /** The axes along which an operand moves; none for an output that has no place yet. */
  long axesOf(int operand) {
    LoopBody.Operand of = body.operands.get(operand);
    long bits = 0;
    for (Expr.Axis axis : body.axes) {
      bits |= of.stride(axis) != 0 && axis.extent != 1 ? 1L << axis.id : 0;
    }
    return bits;
  }
}
