package dev.gradlet.spark;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Module;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.optim.SGD;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * What a step costs beside its arithmetic, as a Markdown table: a loss whose gradient is one multiplication for each
 * parameter, on one row a partition. Run by {@code exec:exec@costs}; its arguments are numbers of partitions.
 */
final class Costs {
  private static final int WARM_UP = 3;
  private static final int STEPS = 7;

  private Costs() {}

  record Weights(Parameter w) implements Module {
    Tensor loss(Tensor rows) {
      return w.square().sum().mul(rows.mean());
    }
  }

  public static void main(String[] args) throws Exception {
    if (!Launcher.hasOptions()) {
      System.exit(Launcher.restart(Costs.class, args));
    }
    System.out.println("| workers | parameters | partitions | median step, ms | least, ms "
        + "| broadcast, kB | shuffled, kB | to the driver, kB |");
    System.out.println("|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (int workers = 1; workers <= 2; workers++) {
      try (var cluster = new LocalCluster(workers, 1, "1500m");
          var spark = cluster.application("costs").getOrCreate()) {
        step(model(10_000), rows(spark, 8), 50);
        for (int parameters = 10_000; parameters <= 10_000_000; parameters *= 10) {
          for (String partitions : args) {
            measure(spark, workers, parameters, Integer.parseInt(partitions));
          }
        }
      }
    }
  }

  private static void measure(SparkSession spark, int workers, int parameters, int partitions) throws Exception {
    var shuffled = new LongAdder();
    var collected = new LongAdder();
    var listener = new SparkListener() {
      @Override
      public void onTaskEnd(SparkListenerTaskEnd task) {
        shuffled.add(task.taskMetrics().shuffleWriteMetrics().bytesWritten());
        collected.add(task.taskMetrics().resultSize());
      }
    };
    var rows = rows(spark, partitions);
    var model = model(parameters);
    step(model, rows, WARM_UP);
    spark.sparkContext().addSparkListener(listener);
    double[] millis = step(model, rows, STEPS);
    spark.sparkContext().listenerBus().waitUntilEmpty();
    spark.sparkContext().removeSparkListener(listener);
    Arrays.sort(millis);
    System.out.printf("| %d | %,d | %d | %,.0f | %,.0f | %,d | %,d | %,d |%n", workers, parameters, partitions,
        millis[STEPS / 2], millis[0], 4L * parameters * workers / 1000, shuffled.sum() / STEPS / 1000,
        collected.sum() / STEPS / 1000);
  }

  private static Rows rows(SparkSession spark, int partitions) {
    return Rows.of(spark.range(0, partitions, 1, partitions).toDF());
  }

  private static DataParallel<Weights> model(int parameters) {
    return new DataParallel<>(() -> new Weights(Parameter.of(Tensor.randn(new Generator(1), parameters))));
  }

  /** The time of each of some steps. */
  private static double[] step(DataParallel<Weights> model, Rows rows, int steps) {
    var optimizer = new SGD(1e-6, model.module().parameters());
    double[] millis = new double[steps];
    for (int step = 0; step < steps; step++) {
      long start = System.nanoTime();
      optimizer.zeroGrad();
      model.backward(Weights::loss, rows);
      optimizer.step();
      millis[step] = (System.nanoTime() - start) / 1e6;
    }
    return millis;
  }
}
