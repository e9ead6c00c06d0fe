package dev.gradlet.engine.plan;

import java.util.IdentityHashMap;
import java.util.Map;

/** What a compiler asks about the expressions of a loop: how often each is read, and after how many folds it is known. */
final class ExprAnalysis {
  private final LoopBody body;
  private final Map<Expr, Integer> phases = new IdentityHashMap<>();
  final Map<Expr, Integer> uses = new IdentityHashMap<>();

  ExprAnalysis(LoopBody body) {
    this.body = body;
    countUses(body.value);
  }

  private void countUses(Expr expression) {
    if (uses.merge(expression, 1, Integer::sum) > 1) {
      return;
    }
    if (expression instanceof Expr.Apply apply) {
      apply.inputs().forEach(this::countUses);
    } else if (expression instanceof Expr.Read read) {
      body.chosenFrom(body.operands.get(read.operand())).forEach(axis -> countUses(axis.index));
    } else if (expression instanceof Expr.Kept kept) {
      countUses(kept.of());
    } else if (expression instanceof Expr.RowFold fold) {
      countUses(fold.of());
    } else if (expression instanceof Expr.RowSum sum) {
      countUses(sum.of());
    } else if (expression instanceof Expr.Also also) {
      countUses(also.of());
      countUses(also.beside());
    } else if (expression instanceof Expr.Result result) {
      if (uses.merge(result.of(), 1, Integer::sum) == 1) {
        countUses(result.of().body);
      }
    }
  }

  /** How many folds of rows must follow each other before an expression is known. */
  int phase(Expr expression) {
    Integer known = phases.get(expression);
    if (known == null) {
      if (expression instanceof Expr.Apply apply) {
        known = apply.inputs().stream().mapToInt(this::phase).max().orElse(0);
      } else if (expression instanceof Expr.Kept kept) {
        known = phase(kept.of());
      } else if (expression instanceof Expr.RowFold fold) {
        known = phase(fold.of()) + 1;
      } else {
        known = 0;
      }
      phases.put(expression, known);
    }
    return known;
  }
}
