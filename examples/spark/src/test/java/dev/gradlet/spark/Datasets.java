package dev.gradlet.spark;

import dev.gradlet.Generator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Datasets of the {@link TestCluster}, apart from it, as executors load this class. */
final class Datasets {
  private Datasets() {}

  /**
   * Rows with columns c0, c1, …, shuffled, in some partitions. Of three or more, every third is empty, and the others
   * are of different sizes.
   */
  static Dataset<Row> columns(double[][] rows, int partitions) {
    var random = new Generator(4);
    List<Tuple2<Integer, Row>> placed = new ArrayList<>();
    for (double[] row : rows) {
      int partition = (int) (Math.pow(random.nextDouble(), 2) * partitions);
      Object[] cells = Arrays.stream(row).boxed().toArray();
      placed.add((int) (random.nextDouble() * (placed.size() + 1)),
          new Tuple2<>(partition % 3 == 2 ? 0 : partition, RowFactory.create(cells)));
    }
    JavaRDD<Row> shuffled = JavaSparkContext.fromSparkContext(TestCluster.SPARK.sparkContext())
        .parallelizePairs(placed, 1).partitionBy(new HashPartitioner(partitions)).values();
    return TestCluster.SPARK.createDataFrame(shuffled, schema(rows[0].length));
  }

  /** A column of arrays, each partition as given. */
  @SafeVarargs
  static Dataset<Row> arrays(List<Object[]>... partitions) {
    var parts = JavaSparkContext.fromSparkContext(TestCluster.SPARK.sparkContext())
        .parallelize(Arrays.asList(partitions), partitions.length)
        .flatMap(rows -> rows.stream().map(row -> RowFactory.create((Object) row)).iterator());
    var schema = new StructType().add("features", new ArrayType(DataTypes.DoubleType, true));
    return TestCluster.SPARK.createDataFrame(parts, schema);
  }

  private static StructType schema(int width) {
    var schema = new StructType();
    for (int i = 0; i < width; i++) {
      schema = schema.add("c" + i, DataTypes.DoubleType);
    }
    return schema;
  }
}
