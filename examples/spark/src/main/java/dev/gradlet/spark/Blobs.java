package dev.gradlet.spark;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Rows that the executors make themselves: blobs around random centres, in a column of vectors. */
final class Blobs {
  private static final int WIDTH = 16;
  private static final int PARTITIONS = 4;

  private Blobs() {}

  static Dataset<Row> of(SparkSession spark, long rows, int blobs, long seed) {
    double[][] centers = Tensor.randn(DType.FLOAT64, new Generator(seed), blobs, WIDTH).mul(2).toDoubleMatrix();
    var made = spark.range(0, rows, 1, PARTITIONS).javaRDD().map(row -> {
      var random = new Generator(seed + row);
      double[] point = centers[(int) (row % blobs)].clone();
      for (int i = 0; i < WIDTH; i++) {
        point[i] += random.nextGaussian();
      }
      return RowFactory.create(Vectors.dense(point));
    });
    return spark.createDataFrame(made, new StructType().add("features", SQLDataTypes.VectorType()));
  }
}
