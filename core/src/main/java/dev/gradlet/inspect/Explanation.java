package dev.gradlet.inspect;

import dev.gradlet.Tensor;
import dev.gradlet.engine.graph.Node;
import java.util.List;

/** The walk backwards in words. */
final class Explanation {
  private static final int MOST_STEPS = 60;

  private Explanation() {}

  static String of(Sketch sketch, Pass pass, List<String> notes) {
    StringBuilder text = new StringBuilder();
    notes.forEach(note -> text.append("No walk: ").append(note).append(".\n"));
    int shown = Math.min(MOST_STEPS, pass.steps.size());
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : "\n").append(i + 1).append(". ").append(paragraph(sketch, pass.steps.get(i)));
    }
    if (shown < pass.steps.size()) {
      text.append("\n… and ").append(Text.plural(pass.steps.size() - shown, "more step")).append(".\n");
    }
    for (Box box : sketch.boxes) {
      Tensor gradient = pass.cotangent(box.node);
      if (box.kind == Box.Kind.VARIABLE && !pass.steps.isEmpty()) {
        text.append("\n").append(gradient == null ? "Nothing arrives at " + box.name
            : "What arrives at " + box.name + " is its gradient, " + amount(gradient)).append(".\n");
      }
    }
    return text.toString();
  }

  /** What a box does with its cotangent, in lines. */
  static String paragraph(Sketch sketch, Pass.Step step) {
    StringBuilder text = new StringBuilder();
    Box box = step.at();
    text.append(box.title()).append("  ").append(box.node.shape()).append('\n');
    text.append(box.formula().isEmpty() ? "" : "   " + box.formula() + "\n");
    text.append("   in:  g = ").append(amount(step.cotangent())).append('\n');
    for (Pass.Sent sent : step.sent()) {
      text.append("   out: to ").append(name(sketch, sent.to())).append(" ")
          .append(sent.contribution() == null ? "nothing" : amount(sent.contribution())).append('\n');
    }
    return text.toString();
  }

  private static String name(Sketch sketch, Node node) {
    Box box = sketch.boxOf(node);
    return box == null ? "a number" : box.name;
  }

  private static String amount(Tensor tensor) {
    tensor.evaluate();
    String said = Pass.statistics(tensor);
    return said + (tensor.elements() == 1 || said.startsWith("[") ? "" : " of shape " + tensor.shape());
  }
}
