package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;

/**
 * Random draws beside {@link Tensor#rand} and {@link Tensor#randn}. All are made at the call; the same state of the
 * generator gives the same ones.
 */
public final class Sampling {
  private Sampling() {}

  /**
   * Of the normal distributions with these means and deviations, which broadcast: mean + deviation · ε, with gradients
   * (the reparametrisation of Kingma and Welling 2014, arXiv 1312.6114).
   */
  public static Tensor normal(Tensor mean, Tensor deviation, Generator random) {
    Checks.floating("normal", "mean", mean);
    Checks.floating("normal", "deviation", deviation);
    Tensor shape = mean.add(deviation);
    return mean.add(deviation.mul(Tensor.randn(shape.dtype(), random, Axes.sizes(shape.shape()))));
  }

  /** The same, with the standard generator. */
  public static Tensor normal(Tensor mean, Tensor deviation) {
    return normal(mean, deviation, Generator.standard());
  }

  /**
   * 1 with these probabilities, otherwise 0, in their dtype and without gradient.
   *
   * @throws IllegalArgumentException if one is not from 0 to 1
   */
  public static Tensor bernoulli(Tensor probabilities, Generator random) {
    Tensor p = Checks.floating("bernoulli", "probabilities", probabilities).detach();
    for (double probability : p.toDoubleArray()) {
      Checks.probability("bernoulli", "probability", probability);
    }
    return Tensor.rand(p.dtype(), random, Axes.sizes(p.shape())).lt(p).to(p.dtype()).evaluate();
  }

  /** The same, with the standard generator. */
  public static Tensor bernoulli(Tensor probabilities) {
    return bernoulli(probabilities, Generator.standard());
  }

  /** Whole numbers from low to before high, each equally likely: INT32. */
  public static Tensor integers(int low, int high, Generator random, long... sizes) {
    if (low >= high) {
      throw new IllegalArgumentException("integers: low " + low + " must be less than high " + high);
    }
    Given.notNull("integers", "random", random);
    int[] drawn = Tensor.zeros(DType.INT32, sizes).toIntArray();
    Arrays.setAll(drawn, i -> (int) (low + below((long) high - low, random)));
    return Tensor.of(drawn).reshape(sizes);
  }

  /** The same, with the standard generator. */
  public static Tensor integers(int low, int high, long... sizes) {
    return integers(low, high, Generator.standard(), sizes);
  }

  /** The numbers from 0 to n − 1, each order equally likely: INT32 [n]. */
  public static Tensor permutation(int n, Generator random) {
    if (n < 0) {
      throw new IllegalArgumentException("permutation: n = " + n + " must be 0 or more");
    }
    int[] order = Tensor.arange(n).toIntArray();
    shuffle(order, Given.notNull("permutation", "random", random));
    return Tensor.of(order);
  }

  /** The same, with the standard generator. */
  public static Tensor permutation(int n) {
    return permutation(n, Generator.standard());
  }

  /** Fisher and Yates's shuffle. */
  static void shuffle(int[] order, Generator random) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = (int) below(i + 1L, random);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
  }

  private static long below(long bound, Generator random) {
    return (long) (random.nextDouble() * bound);
  }

  /** One index with probabilities in proportion to weights: [k] → INT32 [], [n, k] → INT32 [n]. */
  public static Tensor categorical(Tensor weights, Generator random) {
    Tensor drawn = categorical(weights, 1, true, random);
    return drawn.select(-1, 0);
  }

  /** The same, with the standard generator. */
  public static Tensor categorical(Tensor weights) {
    return categorical(weights, Generator.standard());
  }

  /**
   * Indices with probabilities in proportion to weights (PyTorch's multinomial), in the order in which they are drawn:
   * [k] → INT32 [count], [n, k] → INT32 [n, count]. Of logits, the weights are their softmax.
   *
   * @param replacement whether an index can be drawn again
   * @throws IllegalArgumentException if a weight is negative, NaN or infinite, all are 0, or without replacement fewer
   *     than {@code count} are not
   */
  public static Tensor categorical(Tensor weights, int count, boolean replacement, Generator random) {
    int rank = Checks.floating("categorical", "weights", weights).rank();
    if (rank < 1 || rank > 2) {
      throw new IllegalArgumentException("categorical: weights " + weights.shape() + " must be [k] or [n, k]");
    }
    Checks.positive("categorical", "count", count);
    Given.notNull("categorical", "random", random);
    int k = weights.size(-1);
    double[] all = weights.toDoubleArray();
    int rows = rank == 1 ? 1 : weights.size(0);
    double[][] parts = new double[rows][];
    for (int i = 0; i < rows; i++) {
      parts[i] = Arrays.copyOfRange(all, i * k, (i + 1) * k);
      check(parts[i], count, replacement);
    }
    int[] drawn = Tensor.zeros(DType.INT32, (long) rows * count).toIntArray();
    for (int i = 0; i < rows; i++) {
      IntStream row = replacement ? withReplacement(parts[i], count, random) : without(parts[i], count, random);
      PrimitiveIterator.OfInt indices = row.iterator();
      for (int j = 0; j < count; j++) {
        drawn[i * count + j] = indices.nextInt();
      }
    }
    return rank == 1 ? Tensor.of(drawn) : Tensor.of(drawn).reshape(rows, count);
  }

  /** The same, with the standard generator. */
  public static Tensor categorical(Tensor weights, int count, boolean replacement) {
    return categorical(weights, count, replacement, Generator.standard());
  }

  private static void check(double[] weights, int count, boolean replacement) {
    int possible = 0;
    for (double weight : weights) {
      Checks.notNegative("categorical", "weight", weight);
      possible += weight > 0 ? 1 : 0;
    }
    Checks.notNegative("categorical", "sum of the weights", Arrays.stream(weights).sum());
    int needed = replacement ? 1 : count;
    if (possible < needed) {
      throw new IllegalArgumentException(
          "categorical: " + needed + " of the weights must be above 0 to draw " + count
              + (replacement ? "" : " without replacement") + ", only " + possible + " are");
    }
  }

  private static IntStream withReplacement(double[] weights, int count, Generator random) {
    double[] cumulative = new double[weights.length];
    double sum = 0;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      cumulative[i] = sum;
      last = weights[i] > 0 ? i : last;
    }
    double total = sum;
    int end = last;
    return IntStream.range(0, count).map(i -> firstAbove(random.nextDouble() * total, cumulative, end));
  }

  /** The first index whose value exceeds u; the end if none before it does. */
  private static int firstAbove(double u, double[] ascending, int end) {
    int from = 0;
    int to = end;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ascending[middle] > u) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  /** The first arrivals of exponential clocks that run at the weights' rates. */
  private static IntStream without(double[] weights, int count, Generator random) {
    double[] arrivals = new double[weights.length];
    Arrays.setAll(arrivals, i -> -StrictMath.log1p(-random.nextDouble()) / weights[i]);
    return IntStream.range(0, weights.length)
        .filter(i -> weights[i] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> arrivals[i]))
        .limit(count)
        .mapToInt(i -> i);
  }
}
