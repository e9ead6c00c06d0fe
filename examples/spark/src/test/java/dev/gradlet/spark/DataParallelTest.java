package dev.gradlet.spark;

import static dev.gradlet.nn.optim.ParameterGroup.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Buffer;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.MSELoss;
import dev.gradlet.nn.Module;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.Penalties;
import dev.gradlet.nn.Sequential;
import dev.gradlet.nn.Tanh;
import dev.gradlet.nn.io.Checkpoint;
import dev.gradlet.nn.optim.Adam;
import dev.gradlet.nn.optim.Optimizer;
import dev.gradlet.nn.optim.SGD;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataParallelTest {
  private static final int INPUTS = 5;
  private static final double[][] NUMBERS = Numbers.normal(240, INPUTS + 1);

  record Mlp(Sequential net, Linear unused) implements Module {
    static Architecture<Mlp> of(DType dtype) {
      return () -> {
        var random = new Generator(7);
        return new Mlp(
            Sequential.of(
                new Linear(dtype, INPUTS, 8, true, random), new Tanh(), new Linear(dtype, 8, 1, true, random)),
            new Linear(dtype, 2, 2, true, random));
      };
    }

    /** The last column from the others. */
    Tensor loss(Tensor rows) {
      return new MSELoss().forward(net.forward(rows.narrow(1, 0, INPUTS)), rows.narrow(1, INPUTS, 1));
    }

    /** wd/2 · Σ‖w‖², whose gradient is that of weight decay wd. */
    Tensor penalty(double decay) {
      return Penalties.sumOfSquares(net.weights()).mul(decay / 2);
    }
  }

  private static Tensor numbers(DType dtype) {
    return Tensor.of(NUMBERS).to(dtype);
  }

  private static Rows rows(DType dtype, int partitions) {
    return Rows.of(Datasets.columns(NUMBERS, partitions), dtype);
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 1, 1e-6", "FLOAT32, 2, 1e-6", "FLOAT32, 7, 1e-6",
    "FLOAT64, 1, 1e-12", "FLOAT64, 2, 1e-12", "FLOAT64, 7, 1e-12"
  })
  void backward_rowsShuffledOverPartitions_isThatOfOneMachine(DType dtype, int partitions, double tolerance) {
    var alone = Mlp.of(dtype).build();
    var expected = alone.loss(numbers(dtype));
    expected.backward();

    var model = new DataParallel<>(Mlp.of(dtype));
    double loss = model.backward(Mlp::loss, rows(dtype, partitions));

    assertThat(loss).isCloseTo(expected.item(), within(tolerance * expected.item()));
    double worst = 0;
    for (int i = 0; i < alone.net().parameters().size(); i++) {
      Tensor gradient = model.module().net().parameters().get(i).grad();
      assertThat(gradient.dtype()).isEqualTo(dtype);
      worst = Math.max(worst, Numbers.distance(gradient, alone.net().parameters().get(i).grad()));
    }
    System.out.printf("gradient, %s, %d partitions: %.1e%n", dtype, partitions, worst);
    assertThat(worst).isLessThanOrEqualTo(tolerance);
    assertThat(model.module().unused().parameters()).allSatisfy(p -> assertThat(p.grad()).isNull());
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 1, 1e-6", "FLOAT32, 2, 1e-6", "FLOAT32, 7, 1e-6",
    "FLOAT64, 1, 1e-12", "FLOAT64, 2, 1e-12", "FLOAT64, 7, 1e-12"
  })
  void training_fiftySteps_givesTheParametersOfOneMachine(DType dtype, int partitions, double tolerance) {
    var alone = Mlp.of(dtype).build();
    var model = new DataParallel<>(Mlp.of(dtype));
    var optimizers = List.of(optimizer(alone), optimizer(model.module()));
    var all = numbers(dtype);
    var rows = rows(dtype, partitions);
    for (int step = 0; step < 50; step++) {
      optimizers.forEach(Optimizer::zeroGrad);
      alone.loss(all).backward();
      model.backward(Mlp::loss, rows);
      optimizers.forEach(Optimizer::step);
    }
    double worst = 0;
    for (int i = 0; i < alone.parameters().size(); i++) {
      worst = Math.max(worst, Numbers.distance(model.module().parameters().get(i), alone.parameters().get(i)));
    }
    System.out.printf("50 steps, %s, %d partitions: %.1e%n", dtype, partitions, worst);
    assertThat(worst).isLessThanOrEqualTo(tolerance);
  }

  private static Optimizer optimizer(Mlp model) {
    return new SGD(SGD.options(0.05).momentum(0.9), group(model.weights()).weightDecay(1e-2), group(model.biases()));
  }

  @Test
  void backward_sample_isThatOfItsRowsOnOneMachine() {
    var model = new DataParallel<>(Mlp.of(DType.FLOAT64));
    var sample = rows(DType.FLOAT64, 7).sample(0.3, 5);
    var taken = Numbers.of(sample);
    assertThat(taken.size(0)).isBetween(40, 110);
    assertThat(Numbers.of(sample).toDoubleArray()).isEqualTo(taken.toDoubleArray());
    assertThat(Numbers.of(rows(DType.FLOAT64, 7).sample(0.3, 6)).toDoubleArray()).isNotEqualTo(taken.toDoubleArray());

    var alone = Mlp.of(DType.FLOAT64).build();
    var expected = alone.loss(taken);
    expected.backward();
    assertThat(model.backward(Mlp::loss, sample)).isCloseTo(expected.item(), within(1e-12));
    for (int i = 0; i < 4; i++) {
      assertThat(Numbers.distance(model.module().parameters().get(i).grad(), alone.parameters().get(i).grad()))
          .isLessThan(1e-12);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void backward_penaltyInEachLoss_isWeightedAndSoWeightDecay(int partitions) {
    double decay = 0.5;
    var rows = rows(DType.FLOAT64, partitions);
    var plain = new DataParallel<>(Mlp.of(DType.FLOAT64));
    plain.backward(Mlp::loss, rows);
    var penalised = new DataParallel<>(Mlp.of(DType.FLOAT64));
    penalised.backward((m, x) -> m.loss(x).add(m.penalty(decay)), rows);
    // What a plain sum of the partitions' gradients would do: each adds the penalty, however few rows it has.
    int all = NUMBERS.length;
    var unweighted = new DataParallel<>(Mlp.of(DType.FLOAT64));
    unweighted.backward((m, x) -> m.loss(x).add(m.penalty(decay).mul((double) all / x.size(0))), rows);

    long filled = rows.rdd().glom().filter(partition -> !partition.isEmpty()).count();
    for (int i = 0; i < 2; i++) {
      Tensor weight = plain.module().net().weights().get(i);
      Tensor gradient = plain.module().net().weights().get(i).grad();
      assertThat(Numbers.distance(
          penalised.module().net().weights().get(i).grad(), gradient.add(weight.mul(decay)))).isLessThan(1e-12);
      assertThat(Numbers.distance(
          unweighted.module().net().weights().get(i).grad(), gradient.add(weight.mul(filled * decay))))
          .isLessThan(1e-12);
    }
  }

  @Test
  void backward_manyPartitions_addsUpInGroupsAsPlanned() {
    var tasks = new ArrayList<Integer>();
    var listener = new SparkListener() {
      @Override
      public void onStageCompleted(SparkListenerStageCompleted stage) {
        tasks.add(stage.stageInfo().numTasks());
      }
    };
    var rows = rows(DType.FLOAT32, 20);
    TestCluster.listen(listener, () -> new DataParallel<>(Mlp.of(DType.FLOAT32), 2).backward(Mlp::loss, rows));
    assertThat(tasks).endsWith(20, 4);
    assertThat(SumOrder.groups(20, 2)).containsExactly(4, 1);
  }

  /** A running mean and how often it moved. */
  record Running(Parameter weight, Buffer mean, Buffer moves) implements Module {
    static Running of() {
      return new Running(Parameter.of(Tensor.ones(INPUTS + 1)),
          Buffer.of(Tensor.zeros(DType.FLOAT64, INPUTS + 1)), Buffer.of(Tensor.of(0)));
    }

    Tensor loss(Tensor x) {
      mean.assign(mean.value().mul(0.9).add(x.mean(0).mul(0.1)));
      moves.assign(moves.value().add(1));
      return x.mul(weight).square().mean();
    }
  }

  @Test
  void backward_buffersThatTheLossChanges_becomeTheirMeanOverRows() {
    var model = new DataParallel<>(Running::of);
    var rows = rows(DType.FLOAT64, 7);
    model.backward(Running::loss, rows);
    model.backward(Running::loss, rows);
    Tensor expected = numbers(DType.FLOAT64).mean(0).mul(0.19);
    assertThat(Numbers.distance(model.module().mean().value(), expected)).isLessThan(1e-12);
    assertThat(model.module().moves().value().toIntArray()).containsExactly(2);
  }

  @Test
  void backward_twice_addsUp() {
    var model = new DataParallel<>(Mlp.of(DType.FLOAT64), 1);
    var rows = rows(DType.FLOAT64, 2);
    model.backward(Mlp::loss, rows);
    double[] once = model.module().parameters().get(0).grad().toDoubleArray();
    model.backward(Mlp::loss, rows);
    assertThat(model.module().parameters().get(0).grad().toDoubleArray())
        .isEqualTo(Tensor.of(once).mul(2).toDoubleArray());
  }

  @Test
  void backward_lossThatThrows_throwsTheUsersError() {
    var model = new DataParallel<>(Mlp.of(DType.FLOAT32));
    var rows = rows(DType.FLOAT32, 2);
    assertThatThrownBy(() -> model.backward((m, x) -> {
      throw new UnsupportedOperationException("no loss for " + x.shape());
    }, rows)).isInstanceOf(UnsupportedOperationException.class).hasMessageStartingWith("no loss for [");
    assertThatThrownBy(() -> model.backward((m, x) -> m.net().forward(x), rows))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("last axis of the input must be of size 5");
    assertThatThrownBy(() -> model.backward((m, x) -> x.sum(1), rows))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("must be a scalar: the mean over the rows");
    assertThat(model.module().parameters()).allSatisfy(p -> assertThat(p.grad()).isNull());
    assertThat(model.backward(Mlp::loss, rows)).isPositive();
  }

  @Test
  void backward_noRows_isRefused() {
    var model = new DataParallel<>(Mlp.of(DType.FLOAT32));
    assertThatThrownBy(() -> model.backward(Mlp::loss, rows(DType.FLOAT32, 2).sample(0, 1)))
        .isInstanceOf(IllegalStateException.class).hasMessageStartingWith("backward: there are no rows");
  }

  @Test
  void backward_workerKilled_givesTheSameBits() throws Exception {
    var expected = trained(step -> {});
    var lost = new ArrayList<String>();
    var listener = new SparkListener() {
      @Override
      public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
        lost.add("executor " + executor.executorId() + " " + executor.reason());
      }
    };
    TestCluster.listen(listener, () -> assertThat(trained(step -> {
      if (step == 5) {
        new Thread(() -> LocalCluster.kill(TestCluster.CLUSTER.worker(0))).start();
      }
    })).isEqualTo(expected));
    System.out.println("lost: " + lost);
    assertThat(lost).isNotEmpty();
    TestCluster.CLUSTER.startWorker();
  }

  /** All parameters after 15 steps of 7 tasks each, which take long enough for something to happen meanwhile. */
  private static float[] trained(IntConsumer atStep) {
    var model = new DataParallel<>(Mlp.of(DType.FLOAT32));
    var optimizer = new Adam(1e-2, model.module().net().parameters());
    var rows = rows(DType.FLOAT32, 7);
    for (int step = 0; step < 15; step++) {
      atStep.accept(step);
      optimizer.zeroGrad();
      model.backward((m, x) -> {
        pause();
        return m.loss(x);
      }, rows.sample(0.8, step));
      optimizer.step();
    }
    return Numbers.flat(model.module().parameters());
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void training_resumedFromCheckpoint_goesOnBitForBit(@TempDir Path directory) {
    var file = directory.resolve("model.safetensors");
    var rows = rows(DType.FLOAT32, 7);
    var uninterrupted = steps(file, rows, 0, 10);
    steps(file, rows, 0, 4);
    assertThat(steps(file, rows, 4, 10)).isEqualTo(uninterrupted);
    assertThat(steps(file, rows, 0, 6)).isNotEqualTo(uninterrupted);

    var alone = Mlp.of(DType.FLOAT32).build();
    new Checkpoint().with("model", alone).with("optimizer", new Adam(1e-2, alone.net().parameters())).load(file);
    assertThat(alone.loss(numbers(DType.FLOAT32)).item()).isPositive();
  }

  /** A driver's life: from the checkpoint's step on, unless that is 0. */
  private static float[] steps(Path file, Rows rows, int from, int to) {
    var model = new DataParallel<>(Mlp.of(DType.FLOAT32));
    var optimizer = new Adam(1e-2, model.module().net().parameters());
    var checkpoint = new Checkpoint().with("model", model.module()).with("optimizer", optimizer);
    if (from > 0) {
      assertThat(checkpoint.load(file)).containsEntry("step", String.valueOf(from));
    }
    for (int step = from; step < to; step++) {
      optimizer.zeroGrad();
      model.backward(Mlp::loss, rows.sample(0.5, step));
      optimizer.step();
    }
    checkpoint.save(file, Map.of("step", to));
    return Numbers.flat(model.module().parameters());
  }

  @Test
  void sum_ofDeepClustering_isThatOfOneMachine() {
    Architecture<DeepClustering> architecture = () -> DeepClustering.of(INPUTS + 1, new int[] {4, 2}, 3, 1);
    var model = new DataParallel<>(architecture);
    var alone = architecture.build();
    var rows = rows(DType.FLOAT32, 7);
    var start = model.kMeansParallel(DeepClustering::codes, rows, 3, 1).to(DType.FLOAT32);
    for (var module : List.of(alone, model.module())) {
      module.centroids().assign(start);
    }
    for (int step = 0; step < 3; step++) {
      alone.move(alone.assigned(numbers(DType.FLOAT32)));
      model.module().move(model.sum(DeepClustering::assigned, rows));
    }
    assertThat(model.module().counts().value().sum().item()).isEqualTo(3.0 * NUMBERS.length);
    assertThat(model.module().counts().value().toFloatArray()).isEqualTo(alone.counts().value().toFloatArray());
    assertThat(Numbers.distance(model.module().centroids().value(), alone.centroids().value())).isLessThan(1e-6);
  }

  @Test
  void kMeansParallel_blobsFarApart_startsInEachOfThem() {
    var blobs = new double[90][];
    for (int i = 0; i < blobs.length; i++) {
      blobs[i] = new double[] {100 * (i % 3) + NUMBERS[i][0], NUMBERS[i][1]};
    }
    var rows = Rows.of(Datasets.columns(blobs, 7), DType.FLOAT64);
    var model = new DataParallel<>(Mlp.of(DType.FLOAT64));
    var centroids = model.kMeansParallel((m, x) -> x, rows, 3, 1).toDoubleMatrix();
    assertThat(Arrays.stream(centroids).mapToLong(c -> Math.round(c[0] / 100))).containsExactlyInAnyOrder(0L, 1L, 2L);
    assertThatThrownBy(() -> model.kMeansParallel((m, x) -> x.mul(0), rows, 3, 1))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("only 1 different points for k = 3");
  }
}
