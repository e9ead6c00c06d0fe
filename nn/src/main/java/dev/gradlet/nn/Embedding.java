package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.Arrays;

/**
 * A learnt vector for each of a number of things, looked up by their indices: INT32 (…) → (…, width), with weight
 * [count, width], whose gradient reaches the rows that were looked up.
 *
 * <p>It starts from the standard normal distribution. It is no weight that one regularises, so it
 * {@linkplain Parameter#noDecay is not decayed}, unlike PyTorch's; {@code weight().decay()} changes that.
 */
public final class Embedding implements Layer {
  private static final int NONE = -1;

  private final Parameter weight;
  private final int padding;

  private Embedding(Parameter weight, int padding) {
    this.weight = weight.noDecay();
    this.padding = padding;
  }

  /** Vectors of the standard normal distribution, in FLOAT32, from the standard generator. */
  public Embedding(long count, long width) {
    this(count, width, Generator.standard());
  }

  /** Vectors of the standard normal distribution, in FLOAT32. */
  public Embedding(long count, long width, Generator random) {
    this(DType.FLOAT32, count, width, random);
  }

  /** @throws IllegalArgumentException if a size is below 1 or the dtype is not floating-point */
  public Embedding(DType dtype, long count, long width, Generator random) {
    this(Parameter.of(Tensor.randn(
        dtype, Given.notNull("Embedding", "random", random), Checks.positive("Embedding", "count", count),
        Checks.positive("Embedding", "width", width))), NONE);
  }

  /**
   * An embedding that starts from these vectors, [count, width].
   *
   * @throws IllegalArgumentException if they are no matrix
   */
  public static Embedding of(Tensor weight) {
    return new Embedding(Parameter.of(Checks.matrix("Embedding", "weight", "[count, width]", weight)), NONE);
  }

  /**
   * An embedding of the same parameter where this index stands for nothing: its vector is set to 0, and gets no
   * gradient.
   *
   * @throws IllegalArgumentException if there is no such index
   */
  public Embedding padding(int index) {
    if (index < 0 || index >= weight.size(0)) {
      throw new IllegalArgumentException(
          "Embedding: padding " + index + " must be between 0 and " + (weight.size(0) - 1));
    }
    Tensor isPadding = Tensor.arange(weight.size(0)).eq(index).unsqueeze(1);
    weight.assign(Tensor.where(isPadding, 0, weight.detach()).evaluate());
    return new Embedding(weight, index);
  }

  /** @throws IndexOutOfBoundsException if an index has no vector */
  @Override
  public Tensor forward(Tensor indices) {
    Checks.indices("Embedding", "index", indices, weight.size(0));
    long[] sizes = Arrays.copyOf(Axes.sizes(indices.shape()), indices.rank() + 1);
    sizes[indices.rank()] = weight.size(1);
    Tensor flat = indices.flatten();
    Tensor rows = weight.indexSelect(0, flat);
    if (padding != NONE) {
      rows = Tensor.where(flat.eq(padding).unsqueeze(1), rows.detach(), rows);
    }
    return rows.reshape(sizes);
  }

  /** The vectors, [count, width]. */
  public Parameter weight() {
    return weight;
  }

  @Override
  public String toString() {
    return "Embedding[count=" + weight.size(0) + ", width=" + weight.size(1)
        + (padding == NONE ? "]" : ", padding=" + padding + "]");
  }
}
