package dev.gradlet.inspect;

import dev.gradlet.engine.graph.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The graph as SVG in one page, with a script that plays the walk backwards on it. */
final class Page {
  private static final int MOST_STEPS = 500;
  private static final int LONGEST_LINE = 56;
  private static final double CHARACTER = 6.9;
  private static final double LINE = 15;

  private final Sketch sketch;
  private final Pass pass;
  private final List<String> notes;
  private final Map<Box, Integer> numbers = new HashMap<>();
  private final Map<Box, List<String>> lines = new HashMap<>();
  private final Layers layers;

  Page(GraphView view, Sketch sketch, Pass pass, List<String> notes) {
    this.sketch = sketch;
    this.pass = pass;
    this.notes = notes;
    Map<Box, double[]> sizes = new HashMap<>();
    for (Box box : sketch.boxes) {
      numbers.put(box, numbers.size());
      List<String> text = new ArrayList<>(List.of(box.title()));
      if (!box.formula().isEmpty()) {
        text.add(box.formula());
      }
      text.add(box.type());
      text.addAll(view.lines(box));
      lines.put(box, text);
      int longest = text.stream().mapToInt(line -> Math.min(LONGEST_LINE, line.length())).max().orElse(1);
      sizes.put(box, new double[] {longest * CHARACTER + 16, text.size() * LINE + 10});
    }
    this.layers = new Layers(sketch.boxes, sizes);
  }

  @Override
  public String toString() {
    return template()
        .replace("@@TITLE@@", escaped(sketch.root.title()))
        .replace("@@NOTES@@", notes.stream().map(note -> "<p>" + escaped(note) + "</p>").collect(Collectors.joining()))
        .replace("@@GRAPH@@", svg())
        .replace("@@STEPS@@", steps());
  }

  private static String template() {
    try (InputStream in = Page.class.getResourceAsStream("page.html")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---- the picture ----

  private String svg() {
    StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, """
        <svg id="graph" xmlns="http://www.w3.org/2000/svg" width="%1$.0f" height="%2$.0f" viewBox="0 0 %1$.0f %2$.0f">
        <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"
        orient="auto-start-reverse"><path d="M0 0L8 4L0 8z"/></marker></defs>
        """, layers.width, layers.height));
    sketch.byModule().forEach((module, boxes) -> {
      if (!module.isEmpty()) {
        module(module, boxes, svg);
      }
    });
    for (Box box : sketch.boxes) {
      box.inputs.forEach(input -> edge(input, box, svg));
    }
    sketch.boxes.forEach(box -> box(box, svg));
    return svg.append("</svg>").toString();
  }

  /** One rectangle around its boxes or, where that would enclose others, one around each. */
  private void module(String name, List<Box> boxes, StringBuilder svg) {
    Layers.Place around = around(boxes);
    boolean alone = sketch.boxes.stream().noneMatch(box -> !boxes.contains(box)
        && around.meets(layers.places.get(box)));
    svg.append("<g class=\"module\">");
    for (Layers.Place place : alone ? List.of(around) : boxes.stream().map(box -> around(List.of(box))).toList()) {
      svg.append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"8\"/>"
          + "<text x=\"%.1f\" y=\"%.1f\">%s</text>",
          place.x(), place.y(), place.width(), place.height(), place.x() + 6, place.y() + 13, escaped(name)));
    }
    svg.append("</g>\n");
  }

  private Layers.Place around(List<Box> boxes) {
    double left = Double.POSITIVE_INFINITY;
    double top = left;
    double right = 0;
    double bottom = 0;
    for (Box box : boxes) {
      Layers.Place place = layers.places.get(box);
      left = Math.min(left, place.x() - 8);
      top = Math.min(top, place.y() - 18);
      right = Math.max(right, place.x() + place.width() + 8);
      bottom = Math.max(bottom, place.y() + place.height() + 8);
    }
    return new Layers.Place(left, top, right - left, bottom - top);
  }

  private void edge(Box from, Box to, StringBuilder svg) {
    Layers.Place a = layers.places.get(from);
    Layers.Place b = layers.places.get(to);
    double x1 = a.x() + a.width() / 2;
    double y1 = a.y() + a.height();
    double x2 = b.x() + b.width() / 2;
    double y2 = b.y();
    double middle = (y1 + y2) / 2;
    svg.append(String.format(Locale.ROOT,
        "<path class=\"edge\" id=\"e%d-%d\" d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\"/>\n",
        numbers.get(from), numbers.get(to), x1, y1, x1, middle, x2, middle, x2, y2));
  }

  private void box(Box box, StringBuilder svg) {
    Layers.Place place = layers.places.get(box);
    svg.append(String.format(Locale.ROOT, """
        <g class="box %s" id="b%d"><title>%s</title>\
        <rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="%d"/>""",
        box.kind.name().toLowerCase(Locale.ROOT), numbers.get(box), escaped(String.join("\n", lines.get(box))),
        place.x(), place.y(), place.width(), place.height(), box.kind == Box.Kind.VARIABLE ? 14 : 3));
    double y = place.y();
    for (String line : lines.get(box)) {
      y += LINE;
      String shown = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 1) + "…";
      String kind = line.equals(box.formula()) ? "formula" : line.startsWith("grad ") ? "grad" : "line";
      svg.append(String.format(
          Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", kind, place.x() + 8, y, escaped(shown)));
    }
    svg.append("</g>\n");
  }

  // ---- the walk ----

  /** For the script: of each step the box, those to which something goes, and what is said. */
  private String steps() {
    return pass.steps.stream()
        .limit(MOST_STEPS)
        .map(step -> {
          String to = step.sent().stream()
              .filter(sent -> sent.contribution() != null)
              .map(sent -> number(sent.to()))
              .filter(number -> !number.equals(number(step.at())))
              .distinct()
              .collect(Collectors.joining(","));
          return "{\"at\":" + number(step.at()) + ",\"to\":[" + to + "],\"text\":"
              + json(Explanation.paragraph(sketch, step)) + "}";
        })
        .collect(Collectors.joining(",\n", "[", "]"));
  }

  private String number(Node node) {
    Box box = sketch.boxOf(node);
    return box == null ? "-1" : String.valueOf(numbers.get(box));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }

  /** A string for a script within a page. */
  private static String json(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
