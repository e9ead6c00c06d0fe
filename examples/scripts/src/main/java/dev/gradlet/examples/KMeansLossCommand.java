package dev.gradlet.examples;

import static dev.gradlet.examples.TextTable.decimals;

import dev.gradlet.Autograd;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.knowm.xchart.CategoryChart;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Broadcast or repeat? The k-means loss in four spellings, timed side by side. */
@Command(
    name = "kmeans-loss",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Writes one k-means loss in four ways and compares values, gradients, time and memory.")
final class KMeansLossCommand implements Runnable {
  /** Points, centroids, and the width of both. */
  record Size(int n, int k, int d) {
    String title() {
      return "n=%d, k=%d, d=%d".formatted(n, k, d);
    }

    /** As the option takes it. */
    @Override
    public String toString() {
      return n + "," + k + "," + d;
    }
  }

  static final class SizeConverter implements ITypeConverter<Size> {
    @Override
    public Size convert(String text) {
      var parts = text.split(",", -1);
      try {
        var size = new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        if (parts.length == 3 && size.n() > 0 && size.k() > 0 && size.d() > 0) {
          return size;
        }
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        // Said below.
      }
      throw new TypeConversionException("'" + text + "' should be three positive numbers n,k,d such as 2000,10,10");
    }
  }

  @Spec
  private CommandSpec command;

  @Option(
      names = "--size",
      paramLabel = "N,K,D",
      converter = SizeConverter.class,
      description = "Points, centroids, width; may be given several times.")
  private List<Size> sizes = List.of(new Size(2000, 10, 10), new Size(20_000, 10, 10), new Size(2000, 100, 64));

  @Option(names = "--rounds", description = "Rounds of which the median counts.")
  private int rounds = 301;

  @Option(names = "--warm-up", description = "Milliseconds before anything counts, for each spelling.")
  private int warmUp = 3000;

  @Option(names = "--seed", description = "Seed of points and centroids.")
  private long seed = 0;

  @Option(names = "--out", description = "Where the picture goes.")
  private Path out = Path.of("out", "kmeans-loss");

  @Override
  public void run() {
    new Options(command).atLeast("--rounds", rounds, 1).atLeast("--warm-up", warmUp, 0);
    var charts = new ArrayList<CategoryChart>();
    try (var progress = Progress.of("kmeans-loss", 2L * sizes.size() * Measurement.TICKS)) {
      for (var size : sizes) {
        charts.add(compare(size, progress));
      }
    }
    System.out.println(Charts.save(out, "times.png", charts.toArray(CategoryChart[]::new)));
  }

  private CategoryChart compare(Size size, Progress progress) {
    var random = new Generator(seed);
    var points = Tensor.randn(random, size.n(), size.d()).evaluate();
    var centroids = Tensor.randn(random, size.k(), size.d()).evaluate();
    var z = points.requireGrad();
    var c = centroids.requireGrad();

    var forward = new ArrayList<Supplier<?>>();
    var both = new ArrayList<Supplier<?>>();
    for (var spelling : Spelling.values()) {
      forward.add(() -> spelling.loss(points, centroids).item());
      both.add(() -> backward(spelling, z, c));
    }
    forward.add(() -> Spelling.operationByOperation(points, centroids).item());
    var forwardCosts = Measurement.ofEach(
        forward, Duration.ofMillis(warmUp), rounds, () -> progress.step("%s, forward", size.title()));
    var bothCosts = Measurement.ofEach(
        both, Duration.ofMillis(warmUp), rounds, () -> progress.step("%s, forward and backward", size.title()));

    var table = new TextTable(
        size.title() + ", FLOAT32", "loss", "forward µs", "kB", "forward + backward µs", "kB");
    for (var spelling : Spelling.values()) {
      int i = spelling.ordinal();
      table.row(spelling.toString(), decimals(spelling.loss(points, centroids).item(), 6),
          decimals(forwardCosts.get(i).micros(), 1), decimals(forwardCosts.get(i).bytes() / 1e3, 1),
          decimals(bothCosts.get(i).micros(), 1), decimals(bothCosts.get(i).bytes() / 1e3, 1));
    }
    var unfused = forwardCosts.remove(Spelling.values().length);
    table.row("broadcast, each result stored", decimals(Spelling.operationByOperation(points, centroids).item(), 6),
        decimals(unfused.micros(), 1), decimals(unfused.bytes() / 1e3, 1), "", "");
    System.out.println();
    System.out.println(table);
    conclude(forwardCosts, bothCosts, unfused, difference(z, c));
    return chart(size, forwardCosts, bothCosts);
  }

  private static double backward(Spelling spelling, Tensor z, Tensor c) {
    z.zeroGrad();
    c.zeroGrad();
    var loss = spelling.loss(z, c);
    loss.backward();
    return loss.item();
  }

  /** The largest difference from the broadcast spelling, of the loss and of any element of both gradients. */
  private static double difference(Tensor z, Tensor c) {
    var first = Spelling.BROADCAST.loss(z, c);
    var expected = Autograd.grad(first, z, c);
    double largest = 0;
    for (var spelling : Spelling.values()) {
      var loss = spelling.loss(z, c);
      var gradients = Autograd.grad(loss, z, c);
      largest = Math.max(largest, Math.abs(loss.item() - first.item()));
      for (int i = 0; i < 2; i++) {
        largest = Math.max(largest, gradients.get(i).sub(expected.get(i)).abs().max().item());
      }
    }
    return largest;
  }

  private static void conclude(
      List<Measurement> forward, List<Measurement> both, Measurement unfused, double difference) {
    double slowest = Math.max(spread(forward), spread(both));
    System.out.printf(Locale.ROOT,
        "Values and gradients differ by %.1e at most. The slowest spelling takes %.2f times as long as the fastest%n"
            + "forward and %.2f times forward and backward: %s.%n"
            + "Storing each result takes %.1f times as long as the fastest, and %.0f times the memory.%n%n",
        difference, spread(forward), spread(both),
        slowest <= 1.25 ? "the spelling does not matter" : "on this machine, in this run, the spelling did matter",
        unfused.micros() / fastest(forward), unfused.bytes() / least(forward));
  }

  private static double spread(List<Measurement> costs) {
    return costs.stream().mapToDouble(Measurement::micros).max().orElseThrow() / fastest(costs);
  }

  private static double fastest(List<Measurement> costs) {
    return costs.stream().mapToDouble(Measurement::micros).min().orElseThrow();
  }

  private static double least(List<Measurement> costs) {
    return costs.stream().mapToDouble(Measurement::bytes).min().orElseThrow();
  }

  private static CategoryChart chart(Size size, List<Measurement> forward, List<Measurement> both) {
    var names = List.of(Spelling.values()).stream().map(Spelling::toString).toList();
    return Charts.bars(size.title(), "µs", names, List.of(
        new Charts.Bars("forward", forward.stream().mapToDouble(Measurement::micros).toArray(), null),
        new Charts.Bars("forward + backward", both.stream().mapToDouble(Measurement::micros).toArray(), null)));
  }
}
