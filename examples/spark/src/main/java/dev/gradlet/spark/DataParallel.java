package dev.gradlet.spark;

import dev.gradlet.Autograd;
import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Module;
import dev.gradlet.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.mllib.clustering.KMeans;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.storage.StorageLevel;

/**
 * A module that is trained on rows spread over a cluster, synchronously: each {@link #backward} broadcasts its state,
 * computes the loss and its gradients where the rows are, and adds them up, weighted by the numbers of rows, to the
 * gradients of the driver's module. Everything else is done there, as on one machine:
 *
 * <pre>{@code
 * var model = new DataParallel<>(() -> new Linear(64, 1, new Generator(7)));
 * var optimizer = new Adam(1e-3, group(model.module().weights()).weightDecay(1e-4), group(model.module().biases()));
 * for (int step = 0; step < steps; step++) {
 *   optimizer.zeroGrad();
 *   double loss = model.backward((m, rows) -> m.forward(…)…, rows.sample(0.01, step));
 *   optimizer.step();
 * }
 * }</pre>
 *
 * <p>The same rows in the same partitions give the same bits, see {@link SumOrder}; other partitions give the same
 * numbers up to rounding.
 *
 * @param <M> the module
 */
public final class DataParallel<M extends Module> {
  private static final int DEPTH = 2;

  private final String id = UUID.randomUUID().toString();
  private final Architecture<M> architecture;
  private final M module;
  private final int depth;

  /** A module of this architecture; the values that it is built with on the driver are those it starts from. */
  public DataParallel(Architecture<M> architecture) {
    this(architecture, DEPTH);
  }

  /** @param depth how many levels the tree has that adds up gradients, the driver's included; 1 is the driver alone */
  public DataParallel(Architecture<M> architecture, int depth) {
    if (depth < 1) {
      throw new IllegalArgumentException("DataParallel: depth " + depth + " must be at least 1");
    }
    this.architecture = architecture;
    this.module = architecture.build();
    this.depth = depth;
  }

  /** The driver's module: its parameters are what an optimizer moves, and what a checkpoint saves. */
  public M module() {
    return module;
  }

  /**
   * Adds the gradients of the mean loss over all rows to those of the module's parameters, as {@link Tensor#backward}.
   * A parameter that the loss depends on nowhere gets none. A buffer that the loss changes, such as a running mean,
   * becomes the mean over all rows of what it is where they are.
   *
   * @return the mean loss
   * @throws IllegalStateException if there are no rows
   * @throws RuntimeException what the loss throws on an executor, as it was thrown there
   */
  public double backward(Loss<M> loss, Rows rows) {
    List<Tensor> sums = addUp(rows, (replica, x) -> gradients(loss, replica, x));
    if (sums.isEmpty()) {
      throw new IllegalStateException("backward: there are no rows; take more, or a larger sample");
    }
    double n = sums.get(0).item();
    List<Tensor> means = new ArrayList<>();
    sums.forEach(sum -> means.add(sum == null ? null : sum.div(n).evaluate()));
    Iterator<Tensor> mean = means.listIterator(1);
    double lossOfAll = mean.next().item();
    for (Parameter parameter : module.parameters()) {
      Tensor gradient = mean.next();
      if (gradient != null) {
        parameter.backward(gradient);
      }
    }
    module.buffers().forEach(buffer -> buffer.assign(mean.next().to(buffer.value().dtype()).evaluate()));
    return lossOfAll;
  }

  /** Of n rows: n, and n times their loss, its gradients, and the buffers after it. */
  private static <M extends Module> List<Tensor> gradients(Loss<M> loss, M replica, Tensor x) {
    double n = x.size(0);
    Tensor mean = loss.of(replica, x);
    if (mean.rank() != 0) {
      throw new IllegalArgumentException("Loss: of " + x.size(0) + " rows it has shape " + mean.shape()
          + ", must be a scalar: the mean over the rows");
    }
    mean.backward(Tensor.scalar(n));
    List<Tensor> contributions = new ArrayList<>(List.of(Tensor.scalar(n), Tensor.scalar(n * mean.item())));
    replica.parameters().forEach(parameter -> contributions.add(parameter.grad()));
    replica.buffers().forEach(buffer -> contributions.add(buffer.value().to(DType.FLOAT64).mul(n)));
    return contributions;
  }

  /**
   * The sums over all rows of what a function computes from some: tensors of the same shapes, FLOAT32 or FLOAT64,
   * whatever the number of rows.
   *
   * @throws RuntimeException what the function throws on an executor, as it was thrown there
   */
  public List<Tensor> sum(RowFunction<M, List<Tensor>> function, Rows rows) {
    return addUp(rows, (replica, x) -> Autograd.noGrad(() -> function.of(replica, x)));
  }

  private List<Tensor> addUp(Rows rows, RowFunction<M, List<Tensor>> function) {
    var order = new SumOrder(rows.rdd().getNumPartitions(), depth);
    return withState(rows, (state, blocks) -> {
      var partials = rows.rdd().mapPartitionsWithIndex((partition, part) -> {
        List<Values> sum = List.of();
        while (part.hasNext()) {
          Tensor x = blocks.next(part);
          List<Values> terms = state.value().borrow(replica -> Values.of(function.of(replica, x)));
          sum = Values.plus(sum, terms);
        }
        return List.of(Map.of(partition, sum)).iterator();
      }, true);
      List<Tensor> sums = new ArrayList<>();
      order.sum(partials).forEach(values -> sums.add(values == null ? null : values.tensor()));
      return sums;
    });
  }

  /**
   * First centroids for what a function makes of the rows, such as codes, by Spark's k-means‖ (Bahmani et al. 2012,
   * arXiv 1203.6402).
   *
   * @param function rows [n, width] → points [n, d]
   * @return k of the points, or means of some, [k, d] in FLOAT64
   * @throws IllegalArgumentException if there are fewer than k different points
   */
  public Tensor kMeansParallel(RowFunction<M, Tensor> function, Rows rows, int k, long seed) {
    return withState(rows, (state, blocks) -> {
      var points = rows.rdd().mapPartitions(part -> {
        List<Vector> found = new ArrayList<>();
        while (part.hasNext()) {
          Tensor x = blocks.next(part);
          Tensor codes = state.value().borrow(replica -> Autograd.noGrad(() -> function.of(replica, x)));
          Arrays.stream(codes.toDoubleMatrix()).map(Vectors::dense).forEach(found::add);
        }
        return found.iterator();
      }).persist(StorageLevel.MEMORY_AND_DISK());
      Vector[] centroids = new KMeans()
          .setInitializationMode(KMeans.K_MEANS_PARALLEL()).setMaxIterations(0).setK(k).setSeed(seed)
          .run(points.rdd()).clusterCenters();
      points.unpersist();
      if (centroids.length < k) {
        throw new IllegalArgumentException(
            "kMeansParallel: there are only " + centroids.length + " different points for k = " + k);
      }
      return Tensor.of(Arrays.stream(centroids).map(Vector::toArray).toArray(double[][]::new));
    });
  }

  /** What runs jobs while this module's state is broadcast, with a way to read a partition in blocks. */
  @FunctionalInterface
  private interface Jobs<M extends Module, T> {
    T run(Broadcast<State<M>> state, Blocks blocks) throws Exception;
  }

  private <T> T withState(Rows rows, Jobs<M, T> jobs) {
    var context = JavaSparkContext.fromSparkContext(rows.rdd().context());
    Broadcast<State<M>> state = context.broadcast(new State<>(id, architecture, module));
    try {
      return jobs.run(state, rows.blocks());
    } catch (Exception e) {
      throw thrownByTask(e);
    } finally {
      state.destroy();
    }
  }

  /** The exception that a task threw, with what Spark says of it as suppressed; Spark's own if there is no other. */
  private static RuntimeException thrownByTask(Exception failure) {
    Throwable cause = failure;
    while (cause instanceof SparkException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause != failure) {
      cause.addSuppressed(failure);
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException thrown ? thrown : new IllegalStateException(failure.getMessage(), failure);
  }
}
