package dev.gradlet.examples;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A comma-separated file in memory, gzipped where its name ends in {@code .gz}. Every complaint names the file, the
 * line and the column.
 */
final class Csv {
  /** Whether the first line names the columns. */
  enum Header {
    PRESENT,
    ABSENT
  }

  private record Line(long number, CSVRecord cells) {}

  private final String name;
  private final List<String> columns;
  private final List<Line> lines;

  private Csv(String name, List<String> columns, List<Line> lines) {
    this.name = name;
    this.columns = columns;
    this.lines = lines;
  }

  static Csv read(Path file, Header header) {
    try (var in = Files.newInputStream(file)) {
      return read(file.toString(), in, header);
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads a file that lies beside this class. */
  static Csv resource(String name, Header header) {
    try (var in = Csv.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("resource " + name);
      }
      return read(name, in, header);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Csv read(String name, InputStream in, Header header) throws IOException {
    var bytes = name.endsWith(".gz") ? new GZIPInputStream(in) : in;
    return parse(name, new InputStreamReader(bytes, StandardCharsets.UTF_8), header);
  }

  private static Csv parse(String name, Reader reader, Header header) throws IOException {
    var format = CSVFormat.DEFAULT.builder().setTrim(true).setIgnoreEmptyLines(true).get();
    var lines = new ArrayList<Line>();
    try (var parser = CSVParser.builder().setReader(reader).setFormat(format).get()) {
      var records = parser.iterator();
      while (records.hasNext()) {
        var cells = records.next();
        lines.add(new Line(lineOf(cells, parser), cells));
      }
    } catch (UncheckedIOException e) {
      throw new DataException(name + ": not well-formed CSV: " + e.getCause().getMessage(), e);
    }
    if (lines.isEmpty()) {
      throw new DataException(name + ": the file is empty");
    }
    var columns = header == Header.PRESENT ? lines.remove(0).cells().toList() : numbered(lines.get(0).cells().size());
    if (lines.isEmpty()) {
      throw new DataException(name + ": there is a header but no line of data after it");
    }
    var csv = new Csv(name, columns, lines);
    csv.requireEqualWidths();
    return csv;
  }

  /** The parser counts line ends it has passed; a last line without one is not counted yet. */
  private static long lineOf(CSVRecord cells, CSVParser parser) {
    return Math.max(cells.getRecordNumber(), parser.getCurrentLineNumber());
  }

  private static List<String> numbered(int count) {
    var names = new ArrayList<String>();
    for (int i = 1; i <= count; i++) {
      names.add(String.valueOf(i));
    }
    return List.copyOf(names);
  }

  private void requireEqualWidths() {
    for (var line : lines) {
      int width = line.cells().size();
      if (width < columns.size()) {
        throw malformed(line, width, "missing: the line has " + width + " cells, " + columns.size() + " were expected");
      }
      if (width > columns.size()) {
        throw new DataException(
            "%s, line %d, column %d: one cell too many: the line has %d cells, %d were expected"
                .formatted(name, line.number(), columns.size() + 1, width, columns.size()));
      }
    }
  }

  int rows() {
    return lines.size();
  }

  List<String> columns() {
    return columns;
  }

  /** The position, from 0, of the column of this name or, failing that, of this number, counted from 1. */
  int column(String nameOrNumber) {
    int byName = columns.indexOf(nameOrNumber);
    if (byName >= 0) {
      return byName;
    }
    if (nameOrNumber.matches("[1-9][0-9]{0,8}") && Integer.parseInt(nameOrNumber) <= columns.size()) {
      return Integer.parseInt(nameOrNumber) - 1;
    }
    throw new DataException(
        name + ": no column is named '" + nameOrNumber + "'; there are " + columns.size() + ": " + shortList(columns));
  }

  private static String shortList(List<String> names) {
    var shown = String.join(", ", names.subList(0, Math.min(12, names.size())));
    return names.size() > 12 ? shown + ", …" : shown;
  }

  /** The cells of one column as they are. */
  String[] texts(int column) {
    var texts = new String[rows()];
    for (int row = 0; row < texts.length; row++) {
      texts[row] = lines.get(row).cells().get(column);
      if (texts[row].isEmpty()) {
        throw malformed(lines.get(row), column, "the cell is empty");
      }
    }
    return texts;
  }

  /** One column as whole numbers. */
  int[] integers(int column) {
    var integers = new int[rows()];
    for (int row = 0; row < integers.length; row++) {
      var text = lines.get(row).cells().get(column);
      try {
        integers[row] = Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw malformed(lines.get(row), column, "a whole number was expected, not '" + text + "'");
      }
    }
    return integers;
  }

  /** One column as finite numbers. */
  double[] numbers(int column) {
    var numbers = new double[rows()];
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = number(lines.get(row), column);
    }
    return numbers;
  }

  /** All columns but one as finite numbers, a row for each line. */
  double[][] numbersWithout(int column) {
    var numbers = new double[rows()][columns.size() - 1];
    for (int row = 0; row < numbers.length; row++) {
      for (int from = 0, to = 0; from < columns.size(); from++) {
        if (from != column) {
          numbers[row][to++] = number(lines.get(row), from);
        }
      }
    }
    return numbers;
  }

  private double number(Line line, int column) {
    var text = line.cells().get(column);
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!Double.isFinite(number)) {
      throw malformed(line, column, text.isEmpty() ? "the cell is empty" : "a number was expected, not '" + text + "'");
    }
    return number;
  }

  private DataException malformed(Line line, int column, String what) {
    var heading = columns.get(column);
    var number = String.valueOf(column + 1);
    var shown = heading.equals(number) ? number : number + " (" + heading + ")";
    return new DataException(name + ", line " + line.number() + ", column " + shown + ": " + what);
  }
}
