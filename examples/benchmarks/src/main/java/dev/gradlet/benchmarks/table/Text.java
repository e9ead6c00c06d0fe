package dev.gradlet.benchmarks.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Cells of a Markdown table. */
final class Text {
  private Text() {}

  /** Three digits. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.2g";
    return String.format(Locale.ROOT, format, value);
  }

  static String ratio(double value) {
    return Double.isNaN(value) ? "–" : number(value) + "×";
  }

  static String bytes(double value) {
    if (value < 1e3) {
      return number(value) + " B";
    }
    return value < 1e6 ? number(value / 1e3) + " kB" : Double.isNaN(value) ? "–" : number(value / 1e6) + " MB";
  }

  /** "17 / 25": what does not vary is said once. */
  static String pair(List<String> cells) {
    return cells.stream().distinct().count() == 1 ? cells.get(0) : String.join(" / ", cells);
  }

  static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** The first column is text, the others numbers. */
  static String header(String... cells) {
    return row(Arrays.asList(cells)) + "\n|---|"
        + Arrays.stream(cells).skip(1).map(cell -> "---:|").collect(Collectors.joining());
  }
}
