package dev.gradlet.spark;

import dev.gradlet.DType;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.storage.StorageLevel;
import scala.collection.Seq;

/**
 * The rows of a dataset as numbers, checked, and kept where they are computed (in memory, else on disk). Columns of
 * numbers, arrays of numbers and vectors lie side by side, in the order in which they are named.
 */
public final class Rows {
  /** How many faults an error tells. */
  private static final int FAULTS = 5;

  private final JavaRDD<Serializable> rdd;
  private final DType dtype;
  private final int width;

  private Rows(JavaRDD<Serializable> rdd, DType dtype, int width) {
    this.rdd = rdd;
    this.dtype = dtype;
    this.width = width;
  }

  /** These columns in FLOAT32; all of them if none is named. */
  public static Rows of(Dataset<Row> data, String... columns) {
    return of(data, DType.FLOAT32, columns);
  }

  /**
   * These columns; all of them if none is named.
   *
   * @throws IllegalArgumentException if a column does not hold numbers, or a row is not like the first or holds a
   *     number that is missing or not finite: with partition and row, counted from 0
   */
  public static Rows of(Dataset<Row> data, DType dtype, String... columns) {
    if (!dtype.isFloating()) {
      throw new IllegalArgumentException("Rows: dtype " + dtype + " must be FLOAT32 or FLOAT64");
    }
    Column[] selected = Arrays.stream(columns.length == 0 ? data.columns() : columns)
        .map(name -> functions.col("`" + name.replace("`", "``") + "`")).toArray(Column[]::new);
    Dataset<Row> numbers = data.select(selected);
    for (StructField column : numbers.schema().fields()) {
      if (!holdsNumbers(column.dataType())) {
        throw new IllegalArgumentException("Rows: column '" + column.name() + "' is of type "
            + column.dataType().simpleString() + ", must be a number, an array of numbers or a vector");
      }
    }
    JavaRDD<Serializable> rdd =
        numbers.javaRDD().map(row -> numbers(row, dtype)).persist(StorageLevel.MEMORY_AND_DISK());
    Serializable first = rdd.take(1).stream().findFirst().orElse(new float[0]);
    var rows = new Rows(rdd, dtype, Array.getLength(first));
    rows.check();
    return rows;
  }

  private static boolean holdsNumbers(DataType type) {
    return type instanceof NumericType
        || type instanceof ArrayType array && array.elementType() instanceof NumericType
        || type.equals(SQLDataTypes.VectorType());
  }

  /** A float[] or double[]; a NaN for what is null. */
  private static Serializable numbers(Row row, DType dtype) {
    var numbers = DoubleStream.builder();
    for (int i = 0; i < row.size(); i++) {
      Object cell = row.get(i);
      if (cell instanceof Vector vector) {
        Arrays.stream(vector.toArray()).forEach(numbers);
      } else if (cell instanceof Seq<?> array) {
        array.foreach(element -> numbers.add(number(element)));
      } else {
        numbers.add(number(cell));
      }
    }
    double[] doubles = numbers.build().toArray();
    if (dtype == DType.FLOAT64) {
      return doubles;
    }
    float[] floats = new float[doubles.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) doubles[i];
    }
    return floats;
  }

  private static double number(Object cell) {
    return cell == null ? Double.NaN : ((Number) cell).doubleValue();
  }

  /** Finds the first fault of each partition: a result and no exception, so that Spark does not try again. */
  private void check() {
    int expected = width;
    List<String> faults = rdd.mapPartitionsWithIndex((partition, rows) -> {
      List<String> found = new ArrayList<>();
      for (int i = 0; rows.hasNext() && found.isEmpty(); i++) {
        String fault = fault(rows.next(), expected);
        if (fault != null) {
          found.add("partition " + partition + ", row " + i + " " + fault);
        }
      }
      return found.iterator();
    }, true).collect();
    if (!faults.isEmpty()) {
      rdd.unpersist();
      throw new IllegalArgumentException("Rows: "
          + String.join("; ", faults.subList(0, Math.min(FAULTS, faults.size())))
          + (faults.size() > FAULTS ? "; and in " + (faults.size() - FAULTS) + " more partitions" : ""));
    }
  }

  private static String fault(Serializable row, int expected) {
    int length = Array.getLength(row);
    for (int i = 0; i < length; i++) {
      double value = Array.getDouble(row, i);
      if (!Double.isFinite(value)) {
        return "has " + (Double.isNaN(value) ? "NaN or null" : value) + " at position " + i;
      }
    }
    return length == expected ? null : "has " + length + " numbers, the first row " + expected;
  }

  /**
   * Each row with this probability, the same ones for the same seed: a mini-batch for the step of that number.
   *
   * @throws IllegalArgumentException if the fraction is not from 0 to 1
   */
  public Rows sample(double fraction, long seed) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new IllegalArgumentException("sample: fraction " + fraction + " must be from 0 to 1");
    }
    return new Rows(rdd.sample(false, fraction, seed), dtype, width);
  }

  /** The number of rows. */
  public long count() {
    return rdd.count();
  }

  /** How many numbers a row has. */
  public int width() {
    return width;
  }

  /** A partition's rows in tensors [n, width], one after the other. */
  Blocks blocks() {
    return new Blocks(dtype, width);
  }

  JavaRDD<Serializable> rdd() {
    return rdd;
  }
}
