package dev.gradlet.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table for a terminal: the first column to the left, the others to the right, each as wide as it needs. */
final class TextTable {
  private final int columns;
  private final List<String[]> rows = new ArrayList<>();

  TextTable(String... header) {
    columns = header.length;
    rows.add(header);
  }

  TextTable row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException("table: a row of %d cells in %d columns".formatted(cells.length, columns));
    }
    rows.add(cells);
    return this;
  }

  /** A number in as many decimals, with a point whatever the locale. */
  static String decimals(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  @Override
  public String toString() {
    var widths = new int[columns];
    for (var row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
      }
    }
    var text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      appendRow(text, rows.get(r), widths);
      if (r == 0) {
        appendRule(text, widths);
      }
    }
    return text.toString();
  }

  private static void appendRow(StringBuilder text, String[] cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      var padding = " ".repeat(widths[i] - cells[i].codePointCount(0, cells[i].length()));
      line.append(i == 0 ? cells[i] + padding : "  " + padding + cells[i]);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static void appendRule(StringBuilder text, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      text.append(i == 0 ? "" : "  ").append("─".repeat(widths[i]));
    }
    text.append('\n');
  }
}
