package dev.gradlet.nn;

import dev.gradlet.Autograd;
import dev.gradlet.DType;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * Ways to start parameters, by name: each gives a parameter new values and returns it. The gradient stays.
 *
 * <pre>{@code
 * model.weights().forEach(w -> Init.kaimingNormal(w, Init.RELU));
 * }</pre>
 *
 * <p>Of a weight (out, in, …) fan-in is in · … and fan-out is out · …: how many inputs an output is made of, and the
 * other way round. A gain makes up for what the activation that follows does to the variance.
 */
@CanIgnoreReturnValue
public final class Init {
  /** The gain of no activation, and of sigmoid. */
  public static final double LINEAR = 1;

  /** The gain of relu. */
  public static final double RELU = Math.sqrt(2);

  /** The gain of tanh. */
  public static final double TANH = 5 / 3.0;

  /** The gain of SELU. */
  public static final double SELU = 0.75;

  private Init() {}

  /** The gain of a leaky relu. */
  public static double leakyReLU(double slope) {
    return Math.sqrt(2 / (1 + slope * slope));
  }

  /** One value everywhere. */
  public static Parameter constant(Parameter parameter, double value) {
    return start(parameter, Tensor.zerosLike(Given.notNull("Init", "parameter", parameter)).add(value));
  }

  /** Zeros. */
  public static Parameter zeros(Parameter parameter) {
    return constant(parameter, 0);
  }

  /** Ones. */
  public static Parameter ones(Parameter parameter) {
    return constant(parameter, 1);
  }

  /**
   * Uniform from low to high, high not included.
   *
   * @throws IllegalArgumentException if they are not finite, or low exceeds high
   */
  public static Parameter uniform(Parameter parameter, double low, double high, Generator random) {
    if (!(low <= high && Double.isFinite(high - low))) {
      throw new IllegalArgumentException("Init: low " + low + " must be finite and not exceed high " + high);
    }
    return start(parameter, rand(parameter, random).mul(high - low).add(low));
  }

  /** The same, with the standard generator. */
  public static Parameter uniform(Parameter parameter, double low, double high) {
    return uniform(parameter, low, high, Generator.standard());
  }

  /** Normal. */
  public static Parameter normal(Parameter parameter, double mean, double deviation, Generator random) {
    Checks.finite("Init", "mean", mean);
    Checks.notNegative("Init", "deviation", deviation);
    return start(parameter, randn(parameter, random).mul(deviation).add(mean));
  }

  /** The same, with the standard generator. */
  public static Parameter normal(Parameter parameter, double mean, double deviation) {
    return normal(parameter, mean, deviation, Generator.standard());
  }

  /**
   * Uniform in ±gain · √(6 / (fan-in + fan-out)) (Glorot and Bengio 2010).
   *
   * @throws IllegalArgumentException if the parameter has no two axes
   */
  public static Parameter xavierUniform(Parameter weight, double gain, Generator random) {
    return symmetric(weight, gain(gain) * Math.sqrt(6.0 / (fanIn(weight) + fanOut(weight))), random);
  }

  /** The same, with the standard generator. */
  public static Parameter xavierUniform(Parameter weight, double gain) {
    return xavierUniform(weight, gain, Generator.standard());
  }

  /**
   * Normal with deviation gain · √(2 / (fan-in + fan-out)) (Glorot and Bengio 2010).
   *
   * @throws IllegalArgumentException if the parameter has no two axes
   */
  public static Parameter xavierNormal(Parameter weight, double gain, Generator random) {
    return normal(weight, 0, gain(gain) * Math.sqrt(2.0 / (fanIn(weight) + fanOut(weight))), random);
  }

  /** The same, with the standard generator. */
  public static Parameter xavierNormal(Parameter weight, double gain) {
    return xavierNormal(weight, gain, Generator.standard());
  }

  /**
   * Uniform in ±gain · √(3 / fan-in) (He et al. 2015, arXiv 1502.01852).
   *
   * @throws IllegalArgumentException if the parameter has no two axes
   */
  public static Parameter kaimingUniform(Parameter weight, double gain, Generator random) {
    return symmetric(weight, gain(gain) * Math.sqrt(3.0 / fanIn(weight)), random);
  }

  /** The same, with the standard generator. */
  public static Parameter kaimingUniform(Parameter weight, double gain) {
    return kaimingUniform(weight, gain, Generator.standard());
  }

  /**
   * Normal with deviation gain / √fan-in (He et al. 2015, arXiv 1502.01852).
   *
   * @throws IllegalArgumentException if the parameter has no two axes
   */
  public static Parameter kaimingNormal(Parameter weight, double gain, Generator random) {
    return normal(weight, 0, gain(gain) / Math.sqrt(fanIn(weight)), random);
  }

  /** The same, with the standard generator. */
  public static Parameter kaimingNormal(Parameter weight, double gain) {
    return kaimingNormal(weight, gain, Generator.standard());
  }

  /**
   * Rows, or columns if there are fewer, that are orthogonal and of length gain, each such matrix equally likely (Saxe
   * et al. 2014, arXiv 1312.6120). The axes after the first count as one.
   *
   * @throws IllegalArgumentException if the parameter has no two axes
   */
  public static Parameter orthogonal(Parameter weight, double gain, Generator random) {
    fanIn(weight);
    int rows = weight.size(0);
    int columns = (int) (weight.elements() / Math.max(1, rows));
    double[][] basis = orthonormal(Math.min(rows, columns), Math.max(rows, columns), generator(random));
    Tensor wide = Tensor.of(basis).mul(gain(gain));
    Tensor matrix = rows <= columns ? wide : wide.transpose();
    return start(weight, matrix.reshape(Axes.sizes(weight.shape())).to(weight.dtype()));
  }

  /** The same, with the standard generator. */
  public static Parameter orthogonal(Parameter weight, double gain) {
    return orthogonal(weight, gain, Generator.standard());
  }

  /** Gram and Schmidt's method on normal vectors, each projection twice against the loss of digits. */
  private static double[][] orthonormal(int count, int length, Generator random) {
    double[][] basis = new double[count][length];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < length; k++) {
        basis[i][k] = random.nextGaussian();
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          add(basis[i], -dot(basis[i], basis[j]), basis[j]);
        }
      }
      add(basis[i], 1 / Math.sqrt(dot(basis[i], basis[i])) - 1, basis[i]);
    }
    return basis;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** a ← a + scale · b. */
  private static void add(double[] a, double scale, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += scale * b[i];
    }
  }

  /** A new parameter, uniform in ±bound. */
  static Parameter symmetric(DType dtype, double bound, Generator random, long... shape) {
    return Parameter.of(Tensor.rand(dtype, random, shape).mul(2 * bound).sub(bound));
  }

  private static Parameter symmetric(Parameter parameter, double bound, Generator random) {
    return start(parameter, rand(parameter, random).mul(2 * bound).sub(bound));
  }

  private static Tensor rand(Parameter parameter, Generator random) {
    Given.notNull("Init", "parameter", parameter);
    return Tensor.rand(parameter.dtype(), generator(random), Axes.sizes(parameter.shape()));
  }

  private static Tensor randn(Parameter parameter, Generator random) {
    Given.notNull("Init", "parameter", parameter);
    return Tensor.randn(parameter.dtype(), generator(random), Axes.sizes(parameter.shape()));
  }

  private static Generator generator(Generator random) {
    return Given.notNull("Init", "random", random);
  }

  private static double gain(double gain) {
    return Checks.positive("Init", "gain", gain);
  }

  private static double fanIn(Parameter weight) {
    if (Given.notNull("Init", "parameter", weight).rank() < 2) {
      throw new IllegalArgumentException(
          "Init: parameter " + weight.shape() + " must be a weight [out, in, ...] of two axes or more");
    }
    return (double) weight.elements() / weight.size(0);
  }

  private static double fanOut(Parameter weight) {
    return (double) weight.elements() / weight.size(1);
  }

  private static Parameter start(Parameter parameter, Tensor value) {
    Autograd.noGrad(() -> parameter.assign(value.evaluate()));
    return parameter;
  }
}
