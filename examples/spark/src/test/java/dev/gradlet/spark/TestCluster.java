package dev.gradlet.spark;

import java.util.concurrent.TimeoutException;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.sql.SparkSession;

/** One cluster, of a master, two workers and their executors, and one application for all tests. It ends with them. */
final class TestCluster {
  static final LocalCluster CLUSTER = new LocalCluster(2, 1, "512m");

  static final SparkSession SPARK = CLUSTER.application("tests")
      .config("spark.shuffle.io.retryWait", "500ms")
      .config("spark.sql.shuffle.partitions", 2)
      .getOrCreate();

  private TestCluster() {}

  /** Runs something while a listener is told what Spark does, to the end. */
  static void listen(SparkListener listener, Runnable body) {
    SPARK.sparkContext().addSparkListener(listener);
    try {
      body.run();
      SPARK.sparkContext().listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    } finally {
      SPARK.sparkContext().removeSparkListener(listener);
    }
  }
}
