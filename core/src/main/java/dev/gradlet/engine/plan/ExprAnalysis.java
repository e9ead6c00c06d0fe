package dev.gradlet.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Facts about the expressions of a loop: how often each is read, and how many reductions of rows it waits for. */
final class ExprAnalysis {
  /** Every expression once, depth first. */
  final List<Expr> expressions = new ArrayList<>();
  private final int[] uses;
  private final int[] phases;

  ExprAnalysis(LoopBody body) {
    this.uses = new int[body.expressions()];
    this.phases = new int[uses.length];
    Arrays.fill(phases, -1);
    countUses(body.value());
  }

  private void countUses(Expr expression) {
    if (uses[expression.number()]++ == 0) {
      expressions.add(expression);
      for (Expr input : expression.inputs()) {
        countUses(input);
      }
    }
  }

  int uses(Expr expression) {
    return uses[expression.number()];
  }

  /** How many reductions of rows must be computed, one after the other, before the expression can be. */
  int phase(Expr expression) {
    int number = expression.number();
    if (phases[number] < 0) {
      int before = 0;
      for (Expr input : expression.inputs()) {
        before = Math.max(before, phase(input));
      }
      phases[number] = before + (expression instanceof Expr.RowReduction ? 1 : 0);
    }
    return phases[number];
  }

  /** The expression, if it applies the operation of that label and only one reader uses it; else null. */
  Expr.Apply once(Expr expression, String label) {
    return expression instanceof Expr.Apply apply && apply.op().label().equals(label) && uses(apply) == 1
        ? apply : null;
  }
}
