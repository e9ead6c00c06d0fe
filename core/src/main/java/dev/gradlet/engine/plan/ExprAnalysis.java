package dev.gradlet.engine.plan;

import java.util.IdentityHashMap;
import java.util.Map;

/** What a compiler asks about the expressions of a loop: how often each is read, and after which reductions of rows. */
final class ExprAnalysis {
  private final Map<Expr, Integer> phases = new IdentityHashMap<>();
  final Map<Expr, Integer> uses = new IdentityHashMap<>();

  ExprAnalysis(Expr value) {
    countUses(value);
  }

  private void countUses(Expr expression) {
    Integer known = uses.put(expression, 1);
    if (known != null) {
      uses.put(expression, known + 1);
      return;
    }
    for (Expr input : expression.inputs()) {
      countUses(input);
    }
  }

  /** How many reductions of rows must follow each other before an expression is known. */
  int phase(Expr expression) {
    Integer known = phases.get(expression);
    if (known == null) {
      known = expression instanceof Expr.RowReduction ? 1 : 0;
      int before = 0;
      for (Expr input : expression.inputs()) {
        before = Math.max(before, phase(input));
      }
      known += before;
      phases.put(expression, known);
    }
    return known;
  }

  /** The expression as an application of the operation of that label that nothing else reads, or null. */
  Expr.Apply once(Expr expression, String label) {
    return expression instanceof Expr.Apply apply && apply.op().label().equals(label) && uses.get(apply) == 1
        ? apply : null;
  }
}
