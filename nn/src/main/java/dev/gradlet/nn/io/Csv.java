package dev.gradlet.nn.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldModifiers;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * A table from a file of comma-separated values in UTF-8, gzipped where its name ends in {@code .gz}:
 *
 * <pre>{@code
 * var csv = Csv.read(Path.of("diabetes.csv"), Csv.Header.PRESENT);
 * var x = csv.tensorWithout("target").to(DType.FLOAT32);
 * var y = csv.tensor("target").to(DType.FLOAT32);
 * }</pre>
 *
 * <p>A column is told by its name in the header or by its number, counted from 1. Every complaint names the file, the
 * line and the column. Empty lines and spaces around cells are skipped.
 */
public final class Csv {
  /** Leaves out notations of Java's own, such as 1d and 0x1p3. */
  private static final Pattern NUMBER = Pattern.compile("[-+.0-9eE]*");

  /** Whether the first line names the columns. */
  public enum Header {
    /** It does. */
    PRESENT,
    /** It is data; the columns are named by their numbers. */
    ABSENT
  }

  /**
   * A column of classes.
   *
   * @param labels for each row the position of its class among the names, INT32 [rows]
   * @param names the classes in the order in which they first occur
   */
  public record Classes(Tensor labels, List<String> names) {}

  /** A line put after the last: an open quote takes it in, where the parser would see no fault. */
  private static final String END = "\u0003";

  private final String file;
  private final List<String> columns;
  private final List<CsvRecord> lines;

  private Csv(String file, List<String> columns, List<CsvRecord> lines) {
    this.file = file;
    this.columns = columns;
    this.lines = lines;
  }

  /** Reads a file. @throws DataException if it cannot be read, is empty, or has lines of different lengths */
  public static Csv read(Path file, Header header) {
    return read(file, header, ',');
  }

  /**
   * Reads a file whose cells another character separates, such as a tab.
   *
   * @throws DataException if it cannot be read, is empty, or has lines of different lengths
   */
  public static Csv read(Path file, Header header, char separator) {
    try (InputStream in = Files.newInputStream(Given.notNull("read", "the file", file))) {
      return read(file.toString(), in, header, separator);
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  /**
   * Reads a resource of a class, say {@code getResourceAsStream(name)}.
   *
   * @param name of the file in complaints; gzipped if it ends in {@code .gz}
   * @param in its bytes; null if it is not there
   * @throws DataException if it is not there, cannot be read, is empty, or has lines of different lengths
   */
  public static Csv read(String name, InputStream in, Header header) {
    if (in == null) {
      throw new DataException(Given.notNull("read", "the name", name) + ": there is no such file");
    }
    try (in) {
      return read(Given.notNull("read", "the name", name), in, header, ',');
    } catch (IOException e) {
      throw DataException.unreadable(Path.of(name), e);
    }
  }

  private static Csv read(String file, InputStream in, Header header, char separator) throws IOException {
    Given.notNull("read", "the header", header);
    List<CsvRecord> lines = lines(file, file.endsWith(".gz") ? new GZIPInputStream(in) : in, separator);
    if (lines.isEmpty()) {
      throw new DataException(file + ": the file is empty");
    }
    List<String> columns = header == Header.PRESENT
        ? lines.remove(0).getFields()
        : IntStream.rangeClosed(1, lines.get(0).getFieldCount()).mapToObj(Integer::toString).toList();
    if (lines.isEmpty()) {
      throw new DataException(file + ": there is a header but no line of data after it");
    }
    Csv csv = new Csv(file, List.copyOf(columns), lines);
    lines.forEach(csv::checkWidth);
    return csv;
  }

  private static List<CsvRecord> lines(String file, InputStream in, char separator) throws IOException {
    List<CsvRecord> lines = new ArrayList<>();
    CsvRecordHandler handler = CsvRecordHandler.of(c -> c.fieldModifier(FieldModifiers.STRIP));
    byte[] end = ("\n" + END + separator + END).getBytes(UTF_8);
    try (CsvReader<CsvRecord> reader = CsvReader.builder()
        .fieldSeparator(separator)
        .allowMissingFields(true)
        .allowExtraFields(true)
        .detectBomHeader(true)
        .build(handler, new SequenceInputStream(in, new ByteArrayInputStream(end)), UTF_8)) {
      reader.forEach(lines::add);
    } catch (CsvParseException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new DataException(file + ": not well-formed CSV: " + reason(e), e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    CsvRecord last = lines.remove(lines.size() - 1);
    if (!last.getFields().equals(List.of(END, END))) {
      throw new DataException(
          file + ", line " + last.getStartingLineNumber() + ": not well-formed CSV: a quote is not closed");
    }
    return lines;
  }

  private static String reason(Throwable e) {
    return e.getCause() == null || e.getCause().getMessage() == null
        ? e.getMessage()
        : e.getMessage() + ": " + e.getCause().getMessage();
  }

  private void checkWidth(CsvRecord line) {
    int width = line.getFieldCount();
    String widths = ": the line has " + width + " cells, " + columns.size() + " were expected";
    if (width < columns.size()) {
      throw malformed(line, width, "missing" + widths);
    } else if (width > columns.size()) {
      throw new DataException(file + ", line " + line.getStartingLineNumber() + ", column " + (columns.size() + 1)
          + ": one cell too many" + widths);
    }
  }

  /** The number of lines of data. */
  public int rows() {
    return lines.size();
  }

  /** The names of the columns. */
  public List<String> columns() {
    return columns;
  }

  /** The position, from 0, of the column of this name or, failing that, of this number, counted from 1. */
  private int column(String nameOrNumber) {
    int byName = columns.indexOf(Given.notNull("Csv", "the column", nameOrNumber));
    if (byName >= 0) {
      return byName;
    }
    if (nameOrNumber.matches("[1-9][0-9]{0,8}") && Integer.parseInt(nameOrNumber) <= columns.size()) {
      return Integer.parseInt(nameOrNumber) - 1;
    }
    throw new DataException(file + ": no column is named '" + nameOrNumber + "'; there are " + columns.size() + ": "
        + String.join(", ", columns.subList(0, Math.min(12, columns.size()))) + (columns.size() > 12 ? ", …" : ""));
  }

  /** The cells of a column as they are. @throws DataException if one is empty, or there is no such column */
  public String[] texts(String column) {
    int at = column(column);
    return lines.stream().map(line -> text(line, at)).toArray(String[]::new);
  }

  private String text(CsvRecord line, int column) {
    String text = line.getField(column);
    if (text.isEmpty()) {
      throw malformed(line, column, "the cell is empty");
    }
    return text;
  }

  /** A column of class names as numbers. @throws DataException if a cell is empty, or there is no such column */
  public Classes classes(String column) {
    String[] texts = texts(column);
    List<String> names = Arrays.stream(texts).distinct().toList();
    Map<String, Integer> numbers = new HashMap<>();
    names.forEach(name -> numbers.put(name, numbers.size()));
    return new Classes(Tensor.of(Arrays.stream(texts).mapToInt(numbers::get).toArray()), names);
  }

  /** A column of whole numbers. @throws DataException if a cell is none, or there is no such column */
  public int[] integers(String column) {
    int at = column(column);
    return lines.stream().mapToInt(line -> integer(line, at)).toArray();
  }

  private int integer(CsvRecord line, int column) {
    try {
      return Integer.parseInt(line.getField(column));
    } catch (NumberFormatException e) {
      throw malformed(line, column, "a whole number was expected, not '" + line.getField(column) + "'");
    }
  }

  /** A column of finite numbers. @throws DataException if a cell is none, or there is no such column */
  public double[] numbers(String column) {
    int at = column(column);
    return lines.stream().mapToDouble(line -> number(line, at)).toArray();
  }

  /**
   * Columns of finite numbers, all if none are given: FLOAT64 [rows, columns].
   *
   * @throws DataException if a cell is no number, or there is no such column
   */
  public Tensor tensor(String... columns) {
    return Given.notNull("tensor", "the array of columns", columns).length == 0
        ? tensorWithout()
        : tensor(Arrays.stream(columns).mapToInt(this::column).toArray());
  }

  /**
   * All columns but these, of finite numbers: FLOAT64 [rows, columns].
   *
   * @throws DataException if a cell is no number, or there is no such column
   */
  public Tensor tensorWithout(String... columns) {
    Given.notNull("tensorWithout", "the array of columns", columns);
    List<Integer> left = Arrays.stream(columns).map(this::column).toList();
    return tensor(IntStream.range(0, this.columns.size()).filter(c -> !left.contains(c)).toArray());
  }

  private Tensor tensor(int[] chosen) {
    double[] values = new double[Math.multiplyExact(rows(), chosen.length)];
    for (int row = 0, i = 0; row < rows(); row++) {
      for (int column : chosen) {
        values[i++] = number(lines.get(row), column);
      }
    }
    return Tensor.of(values).reshape(rows(), chosen.length);
  }

  private double number(CsvRecord line, int column) {
    String text = line.getField(column);
    double number;
    try {
      number = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!Double.isFinite(number)) {
      throw malformed(line, column, text.isEmpty() ? "the cell is empty" : "a number was expected, not '" + text + "'");
    }
    return number;
  }

  private DataException malformed(CsvRecord line, int column, String what) {
    String name = columns.get(column);
    String number = Integer.toString(column + 1);
    return new DataException(file + ", line " + line.getStartingLineNumber() + ", column "
        + (name.equals(number) ? number : number + " (" + name + ")") + ": " + what);
  }

  /**
   * Writes a table; the old file is there until the new one is complete.
   *
   * @param columns the names of the columns, the first line
   * @param rows the cells of the other lines, as text by {@code String.valueOf}
   * @throws DataException if the file cannot be written
   */
  public static void write(Path file, List<String> columns, Iterable<? extends List<?>> rows) {
    Given.notNull("write", "the list of columns", columns)
        .forEach((Object column) -> Given.instance(String.class, "write", "a column", column));
    Given.notNull("write", "the list of rows", rows);
    AtomicFile.write(file, out -> {
      Writer writer = new OutputStreamWriter(out, UTF_8);
      CsvWriter csv = CsvWriter.builder().build(writer);
      csv.writeRecord(columns);
      for (Object row : rows) {
        csv.writeRecord(Given.instance(List.class, "write", "a row", row).stream().map(String::valueOf).toList());
      }
      csv.flush();
      writer.flush();
    });
  }
}
