package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * y = x Wᵀ + b: (…, in) → (…, out), with weight W [out, in] and bias b [out].
 *
 * <p>Both start uniform in ±1/√in, as PyTorch's: for the weight that is Kaiming's initialisation with a = √5 (He et al.
 * 2015, arXiv 1502.01852).
 */
public final class Linear implements Layer {
  private final Parameter weight;
  private final Parameter bias;

  private Linear(Parameter weight, Parameter bias) {
    this.weight = weight;
    this.bias = bias;
  }

  /** With a bias, in FLOAT32, from the standard generator. */
  public Linear(long in, long out) {
    this(in, out, true, Generator.standard());
  }

  /** With a bias, in FLOAT32. */
  public Linear(long in, long out, Generator random) {
    this(in, out, true, random);
  }

  /** With a bias or without, in FLOAT32, from the standard generator. */
  public Linear(long in, long out, boolean bias) {
    this(in, out, bias, Generator.standard());
  }

  /** With a bias or without, in FLOAT32. */
  public Linear(long in, long out, boolean bias, Generator random) {
    this(DType.FLOAT32, in, out, bias, random);
  }

  /** @throws IllegalArgumentException if a size is below 1 or the dtype is not floating-point */
  public Linear(DType dtype, long in, long out, boolean bias, Generator random) {
    Checks.positive("Linear", "input size", in);
    Checks.positive("Linear", "output size", out);
    Given.notNull("Linear", "random", random);
    double bound = 1 / Math.sqrt(in);
    this.weight = Init.symmetric(dtype, bound, random, out, in);
    this.bias = bias ? Init.symmetric(dtype, bound, random, out) : null;
  }

  /**
   * A layer that starts from this weight [out, in] and bias [out]; without bias if that is null.
   *
   * @throws IllegalArgumentException if the weight is no matrix, or the bias no vector with an element for each of its
   *     rows
   */
  public static Linear of(Tensor weight, Tensor bias) {
    Checks.matrix("Linear", "weight", "[out, in]", weight);
    if (bias != null && (bias.rank() != 1 || bias.size(0) != weight.size(0))) {
      throw new IllegalArgumentException("Linear: bias " + bias.shape() + " must be [" + weight.size(0)
          + "], as weight is " + weight.shape());
    }
    return new Linear(Parameter.of(weight), bias == null ? null : Parameter.of(bias));
  }

  /** @throws IllegalArgumentException if the last axis of x is not of size in */
  @Override
  public Tensor forward(Tensor x) {
    if (Given.notNull("Linear", "input", x).rank() == 0 || x.size(-1) != weight.size(1)) {
      throw new IllegalArgumentException("Linear: input " + x.shape() + ", weight " + weight.shape()
          + ": the last axis of the input must be of size " + weight.size(1));
    }
    Tensor y = x.matmul(weight.transpose());
    return bias == null ? y : y.add(bias);
  }

  /** The weight W, [out, in]. */
  public Parameter weight() {
    return weight;
  }

  /** The bias, or null if the layer has none. */
  public Parameter bias() {
    return bias;
  }

  @Override
  public String toString() {
    return "Linear[in=" + weight.size(1) + ", out=" + weight.size(0) + (bias == null ? ", no bias]" : "]");
  }
}
