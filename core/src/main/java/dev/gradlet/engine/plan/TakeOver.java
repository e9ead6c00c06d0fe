package dev.gradlet.engine.plan;

import dev.gradlet.engine.graph.Graph;
import dev.gradlet.engine.run.LoopPlan;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Which outputs of a loop may overwrite an operand. A product that nothing else reads, as in tanh(x w + b), is not
 * kept: the result takes over its array, and a layer needs memory for its result alone.
 *
 * <p>The loop must read each element once, before it writes the result to the same place.
 */
final class TakeOver {
  private final Graph graph;
  private final Fusion fusion;
  private final int root;
  private final LoopBody body;
  private final LoopAxes axes;
  private final OperandLayout layout;
  private final int[] reads;
  /** By the number of an expression. */
  private final boolean[] met;
  private final Map<Integer, Integer> taken = new HashMap<>();

  private TakeOver(
      Graph graph, Fusion fusion, int root, LoopBody body, ExprAnalysis analysis, LoopAxes axes,
      OperandLayout layout) {
    this.graph = graph;
    this.fusion = fusion;
    this.root = root;
    this.body = body;
    this.axes = axes;
    this.layout = layout;
    this.reads = new int[body.operands().size()];
    this.met = new boolean[body.expressions()];
    for (Expr expression : analysis.expressions) {
      if (expression instanceof Expr.Read read) {
        reads[read.operand()] += analysis.uses(read);
      }
    }
  }

  /** By output node, the node whose array it takes over. */
  static Map<Integer, Integer> of(
      Graph graph, Fusion fusion, int root, LoopBody body, ExprAnalysis analysis, LoopAxes axes,
      OperandLayout layout) {
    TakeOver search = new TakeOver(graph, fusion, root, body, analysis, axes, layout);
    if (search.hasCandidates() && search.visitsItsPlacesOnly()) {
      analysis.expressions.stream()
          .filter(Expr.Kept.class::isInstance)
          .map(Expr.Kept.class::cast)
          .sorted(Comparator.comparingInt(Expr.Kept::operand))
          .forEach(kept -> search.find(kept.of(), kept.operand()));
    }
    return Map.copyOf(search.taken);
  }

  private boolean hasCandidates() {
    return body.operands().stream().anyMatch(operand -> fusion.isReadOnceBy(root, operand.node()));
  }

  private boolean visitsItsPlacesOnly() {
    return body.along() == null && body.axes().size() == body.space().size();
  }

  /** Looks for an operand of an elementwise expression that its output may take. */
  private void find(Expr expression, int output) {
    if (met[expression.number()]) {
      return;
    }
    met[expression.number()] = true;
    if (expression instanceof Expr.Apply apply) {
      apply.inputs().forEach(input -> find(input, output));
    } else if (expression instanceof Expr.Read read && mayTake(read.operand(), output)) {
      taken.putIfAbsent(body.operands().get(output).node(), body.operands().get(read.operand()).node());
    }
  }

  private boolean mayTake(int operand, int output) {
    int node = body.operands().get(operand).node();
    int result = body.operands().get(output).node();
    return reads[operand] == 1
        && fusion.isReadOnceBy(root, node)
        && body.operands().stream().filter(other -> other.node() == node).count() == 1
        && !taken.containsValue(node)
        && graph.dtype(node) == graph.dtype(result)
        && graph.shape(node).elements() == graph.shape(result).elements()
        && liesAlike(layout.operands.get(operand), layout.operands.get(output))
        && axes.rows(operand) == null;
  }

  /** Whether both have the same strides, and a different element for each place of the loop. */
  private boolean liesAlike(LoopPlan.Operand operand, LoopPlan.Operand output) {
    boolean everywhere = true;
    for (Expr.Axis axis : body.axes()) {
      everywhere &= axes.extent(axis) == 1 || operand.strides()[axis.id] != 0;
    }
    return everywhere
        && operand.packing() == null
        && operand.offset() == output.offset()
        && Arrays.equals(operand.strides(), output.strides());
  }
}
