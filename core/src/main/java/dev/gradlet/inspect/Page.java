package dev.gradlet.inspect;

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
  private static final int LONGEST_LINE = 64;
  private static final double CHARACTER = 6.9;
  private static final double LINE = 15;

  private final Sketch sketch;
  private final Pass pass;
  private final List<String> notes;
  private final Map<Box, Integer> numbers = new HashMap<>();
  private final Map<Box, List<Line>> lines = new HashMap<>();
  private final Drawing drawing;

  /** Of a box, with the class that the style sheet knows. */
  private record Line(String kind, String text) {
    String shown() {
      return text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE - 1) + "…";
    }
  }

  Page(GraphView view, Sketch sketch, Pass pass, List<String> notes) {
    this.sketch = sketch;
    this.pass = pass;
    this.notes = notes;
    Map<Box, double[]> sizes = new HashMap<>();
    for (Box box : sketch.boxes) {
      numbers.put(box, numbers.size());
      List<Line> text = new ArrayList<>(List.of(new Line("name", box.title())));
      for (String part : box.formula().isEmpty() ? new String[0] : box.formula().split(";  ")) {
        text.add(new Line("formula", part));
      }
      text.add(new Line("line", box.type()));
      view.lines(box).forEach(line -> text.add(new Line(line.startsWith("grad ") ? "grad" : "line", line)));
      lines.put(box, text);
      int longest = text.stream().mapToInt(line -> line.shown().length()).max().orElse(1);
      sizes.put(box, new double[] {longest * CHARACTER + 16, text.size() * LINE + 10});
    }
    this.drawing = new Drawing(sketch.boxes, sizes);
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
        <defs>%3$s%4$s</defs>
        """, drawing.width, drawing.height, tip("tip"), tip("tip-now")));
    for (Part module : drawing.modules) {
      Drawing.Place place = drawing.places.get(module);
      svg.append(String.format(Locale.ROOT, """
          <g class="module"><rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="8"/>\
          <text x="%.1f" y="%.1f">%s</text></g>
          """, place.x(), place.y(), place.width(), place.height(), place.x() + 8, place.y() + 15,
          escaped(module.module)));
    }
    for (Box box : sketch.boxes) {
      box.inputs.forEach(input -> edge(input, box, svg));
    }
    sketch.boxes.forEach(box -> box(box, svg));
    return svg.append("</svg>").toString();
  }

  private static String tip(String id) {
    return "<marker id=\"" + id + "\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\""
        + " markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\"><path d=\"M0 0L8 4L0 8z\"/></marker>";
  }

  private void edge(Box from, Box to, StringBuilder svg) {
    List<Drawing.Point> points = drawing.arrow(from, to);
    StringBuilder path = new StringBuilder();
    path.append(String.format(Locale.ROOT, "M%.1f %.1f", points.get(0).x(), points.get(0).y()));
    for (int i = 1; i < points.size(); i++) {
      Drawing.Point a = points.get(i - 1);
      Drawing.Point b = points.get(i);
      double middle = (a.y() + b.y()) / 2;
      path.append(i % 2 == 1 ? String.format(Locale.ROOT, "L%.1f %.1f", b.x(), b.y())
          : String.format(Locale.ROOT, "C%.1f %.1f %.1f %.1f %.1f %.1f", a.x(), middle, b.x(), middle, b.x(), b.y()));
    }
    svg.append("<path class=\"edge\" id=\"e").append(numbers.get(from)).append('-').append(numbers.get(to))
        .append("\" d=\"").append(path).append("\"/>\n");
  }

  private void box(Box box, StringBuilder svg) {
    Drawing.Place place = drawing.boxes.get(box);
    String whole = lines.get(box).stream().map(Line::text).collect(Collectors.joining("\n"));
    svg.append(String.format(Locale.ROOT, """
        <g class="box %s" id="b%d"><title>%s</title>\
        <rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="%d"/>""",
        box.kind.name().toLowerCase(Locale.ROOT), numbers.get(box), escaped(whole),
        place.x(), place.y(), place.width(), place.height(), box.kind == Box.Kind.VARIABLE ? 14 : 3));
    double y = place.y();
    for (Line line : lines.get(box)) {
      y += LINE;
      svg.append(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", line.kind,
          place.x() + 8, y, escaped(line.shown())));
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
              .filter(sent -> sent.contribution() != null && sketch.boxOf(sent.to()) != null)
              .map(sent -> String.valueOf(numbers.get(sketch.boxOf(sent.to()))))
              .distinct()
              .collect(Collectors.joining(","));
          return "{\"at\":" + numbers.get(step.at()) + ",\"to\":[" + to + "],\"text\":"
              + json(Explanation.paragraph(sketch, step)) + "}";
        })
        .collect(Collectors.joining(",\n", "[", "]"));
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
