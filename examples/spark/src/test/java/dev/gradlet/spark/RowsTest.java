package dev.gradlet.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradlet.DType;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RowsTest {
  private static final double[][] NUMBERS = Numbers.normal(10, 3);

  /** A function that is sent to executors. */
  private interface ToVector extends Serializable {
    Vector of(double[] numbers);
  }

  /** The same numbers, as Spark reads them. */
  enum Source {
    COLUMNS((data, file) -> data),
    CSV((data, file) -> {
      data.write().option("header", true).csv(file);
      return data.sparkSession().read().option("header", true).option("inferSchema", true).csv(file);
    }),
    PARQUET((data, file) -> {
      data.write().parquet(file);
      return data.sparkSession().read().parquet(file);
    }),
    ARRAY((data, file) -> data.selectExpr("array(c0, c1, c2) as features")),
    ARRAY_AND_COLUMN((data, file) -> data.selectExpr("array(c0, c1) as features", "c2 as `the last.one`")),
    VECTOR((data, file) -> vectors(data, row -> Vectors.dense(row))),
    SPARSE_VECTOR((data, file) -> vectors(data, row -> Vectors.sparse(3, new int[] {0, 1, 2}, row)));

    private final BiFunction<Dataset<Row>, String, Dataset<Row>> read;

    Source(BiFunction<Dataset<Row>, String, Dataset<Row>> read) {
      this.read = read;
    }

    private static Dataset<Row> vectors(Dataset<Row> data, ToVector vector) {
      var rows = data.javaRDD().map(row -> RowFactory.create(
          vector.of(new double[] {row.getDouble(0), row.getDouble(1), row.getDouble(2)})));
      return data.sparkSession().createDataFrame(rows, new StructType().add("features", SQLDataTypes.VectorType()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void of_eachSource_readsTheSameNumbers(Source source, @TempDir Path directory) {
    var data = Datasets.columns(NUMBERS, 1);
    var rows = Rows.of(source.read.apply(data, directory.resolve("data").toString()), DType.FLOAT64);
    assertThat(rows.width()).isEqualTo(3);
    assertThat(rows.count()).isEqualTo(10);
    assertThat(Numbers.of(rows).toDoubleArray())
        .isEqualTo(Numbers.of(Rows.of(data, DType.FLOAT64)).toDoubleArray());
  }

  @Test
  void of_someColumns_takesTheseInTheirOrder() {
    var data = Datasets.columns(NUMBERS, 2);
    var rows = Rows.of(data, "c2", "c0");
    assertThat(rows.width()).isEqualTo(2);
    assertThat(Numbers.of(rows).dtype()).isEqualTo(DType.FLOAT32);
    assertThat(Numbers.of(rows).select(1, 1).toDoubleArray())
        .isEqualTo(Numbers.of(Rows.of(data, "c0")).select(1, 0).toDoubleArray());
  }

  private static Object[][] faults() {
    return new Object[][] {
      {new Object[] {1.0, Double.NaN}, "partition 1, row 1 has NaN or null at position 1"},
      {new Object[] {null, 2.0}, "partition 1, row 1 has NaN or null at position 0"},
      {new Object[] {1.0, Double.NEGATIVE_INFINITY}, "partition 1, row 1 has -Infinity at position 1"},
      {new Object[] {1e39, 2.0}, "partition 1, row 1 has Infinity at position 0"},
      {new Object[] {1.0}, "partition 1, row 1 has 1 numbers, the first row 2"},
      {new Object[] {1.0, 2.0, 3.0}, "partition 1, row 1 has 3 numbers, the first row 2"},
      {null, "partition 1, row 1 has NaN or null at position 0"},
    };
  }

  @ParameterizedTest
  @MethodSource("faults")
  void of_badRow_isRefusedWithItsPlace(Object[] bad, String message) {
    Object[] good = {1.0, 2.0};
    var data = Datasets.arrays(List.of(good, good, good), Arrays.asList(good, bad, good, bad));
    assertThatThrownBy(() -> Rows.of(data)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Rows: " + message);
  }

  @Test
  void of_badRowsInManyPartitions_tellsTheFirstOfSome() {
    List<Object[]> bad = List.<Object[]>of(new Object[] {Double.NaN});
    var data = Datasets.arrays(bad, bad, bad, bad, bad, bad, bad);
    assertThatThrownBy(() -> Rows.of(data))
        .hasMessageStartingWith("Rows: partition 0, row 0 has NaN or null at position 0; ")
        .hasMessageEndingWith("; and in 2 more partitions");
  }

  @Test
  void of_columnsWithoutNumbers_isRefused() {
    var data = Datasets.columns(NUMBERS, 1).selectExpr("c0", "'a' as name");
    assertThatThrownBy(() -> Rows.of(data)).isInstanceOf(IllegalArgumentException.class).hasMessage(
        "Rows: column 'name' is of type string, must be a number, an array of numbers or a vector");
    assertThatThrownBy(() -> Rows.of(data, DType.INT32, "c0")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be FLOAT32 or FLOAT64");
  }
}
