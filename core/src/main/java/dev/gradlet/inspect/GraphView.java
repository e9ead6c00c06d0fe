package dev.gradlet.inspect;

import dev.gradlet.Tensor;
import dev.gradlet.engine.graph.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What a tensor was computed from, to look at: as text, as a diagram in Mermaid or DOT, or as a page in which the walk
 * backwards is played. Long chains are folded, and of very large graphs what is next to the tensor is shown.
 *
 * <pre>{@code
 * System.out.println(GraphView.of(loss, model.namedParameters()));
 * GraphView.of(loss, model.namedParameters()).saveHtml(Path.of("loss.html"));
 * }</pre>
 *
 * <p>Values are computed, and the history is walked as {@code backward()} would walk it, but no gradient is kept and
 * the history remains. For a tensor that is no scalar the gradients are those of its sum.
 */
public final class GraphView {
  private final Sketch sketch;
  private final Pass pass;
  private final boolean computed;

  private GraphView(Tensor root, Named named) {
    Node node = Tensors.node("graph", root);
    this.sketch = new Sketch(node, named);
    this.pass = Pass.of(root, sketch);
    this.computed = pass.compute(sketch.boxes, sketch.operations);
  }

  /** Of what a tensor was computed from. */
  public static GraphView of(Tensor root) {
    return of(root, Map.of());
  }

  /** The same, with names of parameters and inputs, as {@code model.namedParameters()} has them. */
  public static GraphView of(Tensor root, Map<String, ? extends Tensor> names) {
    Tensors.node("graph", root);
    return new GraphView(root, Named.of("graph", names));
  }

  /** As a tree from the result down to what it was computed from; what several read is shown once. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    print(sketch.root, "", "", text, new HashSet<>());
    notes().forEach(note -> text.append('(').append(note).append(")\n"));
    return text.toString();
  }

  private List<String> notes() {
    return List.of(pass.missing, computed ? "" : "what is not computed yet is left out, as it is much").stream()
        .filter(note -> !note.isEmpty())
        .toList();
  }

  private void print(Box box, String indent, String below, StringBuilder text, Set<Box> printed) {
    text.append(indent).append(box.title());
    if (!printed.add(box)) {
      text.append(box.inputs.isEmpty() ? "" : "  (above)").append('\n');
      return;
    }
    text.append("  ").append(box.type());
    for (String line : lines(box)) {
      text.append("  ").append(line);
    }
    text.append('\n');
    int left = box.inputs.size();
    for (Box input : box.inputs) {
      boolean last = --left == 0;
      print(input, below + (last ? "└ " : "├ "), below + (last ? "  " : "│ "), text, printed);
    }
  }

  /** Value and gradient, where there are any. */
  List<String> lines(Box box) {
    String value = Pass.statistics(Tensors.of(box.node));
    String gradient = Pass.statistics(pass.cotangent(box.node));
    return List.of(value.isEmpty() ? "" : "value " + value, gradient.isEmpty() ? "" : "grad " + gradient).stream()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** As a flowchart for Mermaid, which pages of documentation draw by themselves. */
  public String toMermaid() {
    Map<Box, String> ids = ids();
    StringBuilder text = new StringBuilder("flowchart TD\n");
    Modules.parts(sketch.boxes).forEach(part -> mermaid(part, ids, "  ", text));
    edges(ids, " --> ", "", text);
    return text.toString();
  }

  private void mermaid(Part part, Map<Box, String> ids, String indent, StringBuilder text) {
    if (part.box == null) {
      text.append(indent).append("subgraph m").append(ids.get(part.boxes().get(0))).append("_").append(indent.length())
          .append(" [\"").append(quoted(part.module)).append("\"]\n");
      part.inner.forEach(inner -> mermaid(inner, ids, indent + "  ", text));
      text.append(indent).append("end\n");
      return;
    }
    String[] brackets = switch (part.box.kind) {
      case VARIABLE -> new String[] {"([\"", "\"])"};
      case CONSTANT -> new String[] {"[/\"", "\"/]"};
      case OPERATION, FOLDED -> new String[] {"[\"", "\"]"};
    };
    text.append(indent).append(ids.get(part.box)).append(brackets[0]).append(label(part.box, "<br/>"))
        .append(brackets[1]).append('\n');
  }

  /** As a graph for Graphviz: {@code dot -Tsvg}. */
  public String toDot() {
    Map<Box, String> ids = ids();
    StringBuilder text = new StringBuilder("digraph {\n  node [shape=box, fontname=\"sans-serif\", fontsize=10];\n");
    Modules.parts(sketch.boxes).forEach(part -> dot(part, ids, "  ", text));
    edges(ids, " -> ", ";", text);
    return text.append("}\n").toString();
  }

  private void dot(Part part, Map<Box, String> ids, String indent, StringBuilder text) {
    if (part.box == null) {
      text.append(indent).append("subgraph cluster_").append(ids.get(part.boxes().get(0))).append("_")
          .append(indent.length()).append(" {\n").append(indent).append("  label=\"").append(quoted(part.module)).append("\";\n");
      part.inner.forEach(inner -> dot(inner, ids, indent + "  ", text));
      text.append(indent).append("}\n");
      return;
    }
    String style = switch (part.box.kind) {
      case VARIABLE -> ", shape=ellipse";
      case CONSTANT -> ", style=dotted";
      case OPERATION -> "";
      case FOLDED -> ", style=dashed";
    };
    text.append(indent).append(ids.get(part.box)).append(" [label=\"").append(label(part.box, "\\n")).append('"')
        .append(style).append("];\n");
  }

  private Map<Box, String> ids() {
    Map<Box, String> ids = new HashMap<>();
    for (int i = 0; i < sketch.boxes.size(); i++) {
      ids.put(sketch.boxes.get(i), "b" + i);
    }
    return ids;
  }

  private String label(Box box, String separator) {
    StringJoiner label = new StringJoiner(separator);
    label.add(quoted(box.title())).add(quoted(box.type()));
    lines(box).forEach(line -> label.add(quoted(line)));
    return label.toString();
  }

  private static String quoted(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;").replace(">", "&gt;")
        .replace("\\", "&#92;")
        .replace("\n", " ");
  }

  private void edges(Map<Box, String> ids, String arrow, String end, StringBuilder text) {
    for (Box box : sketch.boxes) {
      for (Box input : box.inputs) {
        text.append("  ").append(ids.get(input)).append(arrow).append(ids.get(box)).append(end).append('\n');
      }
    }
  }

  /** The walk backwards as text, a paragraph a step: what comes in, the formula, what goes out. */
  public String explain() {
    return Explanation.of(sketch, pass, notes());
  }

  /** A page that needs nothing else: the graph drawn, and the walk backwards played step by step. */
  public String toHtml() {
    return new Page(this, sketch, pass, notes()).toString();
  }

  /** Writes the page to a file. */
  public void saveHtml(Path file) throws IOException {
    Files.writeString(Objects.requireNonNull(file, "graph: the file is null"), toHtml());
  }
}
