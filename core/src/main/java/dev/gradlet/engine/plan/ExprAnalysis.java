package dev.gradlet.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a compiler asks about the expressions of a loop: how often each is read, and after which reductions of rows. */
final class ExprAnalysis {
  /** All that the value of the loop is computed from, itself included. */
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

  /** How many reductions of rows must follow each other before an expression is known. */
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

  /** The expression as an application of the operation of that label that nothing else reads, or null. */
  Expr.Apply once(Expr expression, String label) {
    return expression instanceof Expr.Apply apply && apply.op().label().equals(label) && uses(apply) == 1
        ? apply : null;
  }
}
