package dev.gradlet.spark;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.List;

/** Numbers to test with; apart from {@link TestCluster}, as executors load the classes that use them. */
final class Numbers {
  private Numbers() {}

  /** Numbers of the standard normal distribution, [n, width]. */
  static double[][] normal(int n, int width) {
    return Tensor.randn(DType.FLOAT64, new Generator(3), n, width).toDoubleMatrix();
  }

  /** All rows as one matrix, in the order of their partitions. */
  static Tensor of(Rows rows) {
    return rows.blocks().next(rows.rdd().collect().iterator());
  }

  /** All values of some tensors in FLOAT32. */
  static float[] flat(List<? extends Tensor> tensors) {
    return Tensor.concat(0, tensors.stream().map(Tensor::flatten).toArray(Tensor[]::new)).toFloatArray();
  }

  /** ‖a − b‖ / ‖b‖. */
  static double distance(Tensor a, Tensor b) {
    double[] x = a.toDoubleArray();
    double[] y = b.toDoubleArray();
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < x.length; i++) {
      difference += (x[i] - y[i]) * (x[i] - y[i]);
      norm += y[i] * y[i];
    }
    return Math.sqrt(difference / norm);
  }
}
