package dev.gradlet.spark;

import static dev.gradlet.nn.optim.ParameterGroup.group;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.nn.io.Checkpoint;
import dev.gradlet.nn.io.DataException;
import dev.gradlet.nn.optim.Adam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deep clustering on a cluster: reconstruction alone first, then together with the k-means loss. */
@Command(
    name = "gradlet-spark",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Trains a deep clustering network on rows spread over a Spark cluster.")
public final class Main implements Callable<Integer> {
  private static final int LLOYD_STEPS = 10;
  private static final double LAMBDA = 0.1;
  private static final double LEARNING_RATE = 1e-2;
  private static final double WEIGHT_DECAY = 1e-4;

  @Option(names = "--master", description = "URL of a running cluster; else one is started on this machine.")
  private String master;

  @Option(names = "--workers", description = "Workers of the cluster that is started.")
  private int workers = 2;

  @Option(names = "--memory", description = "Memory of each of their executors.")
  private String memory = "1g";

  @Option(names = "--data", description = "CSV with a header, or Parquet; else rows of --clusters blobs are made.")
  private String data;

  @Option(names = "--columns", split = ",", description = "Which columns of it; else all.")
  private String[] columns = {};

  @Option(names = "--rows", description = "How many rows are made.")
  private long rows = 100_000;

  @Option(names = "--clusters", description = "How many clusters.")
  private int clusters = 4;

  @Option(names = "--widths", split = ",", description = "Widths of the encoder's layers, that of the codes last.")
  private int[] widths = {32, 2};

  @Option(names = "--pretrain", description = "Steps of reconstruction alone.")
  private int pretrain = 100;

  @Option(names = "--steps", description = "Steps of both losses together.")
  private int steps = 100;

  @Option(names = "--fraction", description = "Which part of the rows each step samples; 1 takes all.")
  private double fraction = 0.1;

  @Option(names = "--seed", description = "Seed of weights, samples and rows that are made.")
  private long seed = 0;

  @Option(names = "--checkpoint", description = "Where the state is saved, and training goes on from if it is there.")
  private Path checkpoint = Path.of("out", "spark", "model.safetensors");

  @Option(names = "--save-every", description = "Steps from one save to the next.")
  private int saveEvery = 50;

  /** Trains; a driver without the options that Spark needs is started again with them. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int exitCode = Launcher.hasOptions() ? run(args) : Launcher.restart(Main.class, args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  private static int run(String... args) {
    var commands = new CommandLine(new Main());
    commands.setExecutionExceptionHandler((failure, command, parsed) -> {
      if (!(failure instanceof DataException || failure instanceof IllegalArgumentException)) {
        throw failure;
      }
      command.getErr().println(failure.getMessage());
      return 1;
    });
    return commands.execute(args);
  }

  @Override
  public Integer call() throws IOException {
    boolean own = master == null && System.getProperty("spark.master") == null;
    try (var cluster = own ? new LocalCluster(workers, 1, memory) : null;
        var spark = (own ? cluster.application("gradlet") : application()).getOrCreate()) {
      train(spark);
    }
    return 0;
  }

  private SparkSession.Builder application() {
    var builder = SparkSession.builder().appName("gradlet");
    return master == null ? builder : builder.master(master);
  }

  private Dataset<Row> dataset(SparkSession spark) {
    if (data == null) {
      return Blobs.of(spark, rows, clusters, seed);
    }
    var reader = spark.read().option("header", true).option("inferSchema", true);
    return data.endsWith(".csv") ? reader.csv(data) : reader.parquet(data);
  }

  void train(SparkSession spark) {
    if (clusters < 1 || saveEvery < 1 || pretrain < 0 || steps < 0) {
      throw new IllegalArgumentException("--clusters and --save-every must be at least 1, --pretrain and --steps 0");
    }
    var rows = Rows.of(dataset(spark), columns);
    int width = rows.width();
    int[] encoder = widths;
    int k = clusters;
    long start = seed;
    var parallel = new DataParallel<>(() -> DeepClustering.of(width, encoder, k, start));
    var model = parallel.module();
    var optimizer = new Adam(LEARNING_RATE, group(model.weights()).weightDecay(WEIGHT_DECAY), group(model.biases()));
    var state = new Checkpoint().with("model", model).with("optimizer", optimizer);
    int step = Files.exists(checkpoint) ? Integer.parseInt(state.load(checkpoint).get("step")) : 0;

    try (var progress = progress(step)) {
      while (step < pretrain + steps) {
        if (step == pretrain) {
          model.centroids().assign(parallel.kMeansParallel(DeepClustering::codes, rows, k, seed).to(DType.FLOAT32));
          for (int i = 0; i < LLOYD_STEPS; i++) {
            model.recenter(parallel.sum(DeepClustering::assigned, rows));
          }
        }
        boolean joint = step >= pretrain;
        var batch = fraction < 1 ? rows.sample(fraction, seed + step) : rows;
        optimizer.zeroGrad();
        double loss = parallel.backward((m, x) -> joint ? m.joint(x, LAMBDA) : m.reconstruction(x), batch);
        optimizer.step();
        if (joint) {
          model.move(parallel.sum(DeepClustering::assigned, batch));
        }
        step++;
        if (step % saveEvery == 0 || step == pretrain + steps) {
          state.save(checkpoint, Map.of("step", step));
        }
        progress.setExtraMessage(String.format(Locale.ROOT, " loss %.4g", loss)).step();
      }
    }
    Tensor sizes = parallel.sum(DeepClustering::assigned, rows).get(1).flatten();
    System.out.println("rows a cluster: " + Arrays.toString(sizes.to(DType.INT32).toIntArray()));
    System.out.println(checkpoint);
  }

  /** A bar with the loss and the time left, on standard error. */
  private ProgressBar progress(int done) {
    return new ProgressBarBuilder()
        .setTaskName("step")
        .startsFrom(done, Duration.ZERO)
        .setInitialMax(pretrain + steps)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(500)
        .setConsumer(new ConsoleProgressBarConsumer(System.err, 100))
        .build();
  }
}
