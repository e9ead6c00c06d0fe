package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.Arrays;

/**
 * Brings the last axes of each input to mean 0 and variance 1, then scales and shifts (Ba et al. 2016, arXiv
 * 1607.06450):
 *
 * <pre>y = (x − mean) / √(var + ε) · w + b</pre>
 *
 * <p>(…, shape) → the same, with weight and bias of that shape, which start from 1 and 0; the variance is divided by n.
 */
public final class LayerNorm implements Layer {
  private static final double EPSILON = 1e-5;

  private final Parameter weight;
  private final Parameter bias;
  private final double epsilon;
  private final int[] axes;

  /** Over the last axes, which are of this shape, in FLOAT32 with ε = 1e-5. */
  public LayerNorm(long... shape) {
    this(DType.FLOAT32, EPSILON, shape);
  }

  /** @throws IllegalArgumentException if there is no axis, a size is below 1, or ε is negative */
  public LayerNorm(DType dtype, double epsilon, long... shape) {
    if (Given.notNull("LayerNorm", "shape", shape).length == 0) {
      throw new IllegalArgumentException("LayerNorm: the shape must have an axis or more");
    }
    Arrays.stream(shape).forEach(size -> Checks.positive("LayerNorm", "size", size));
    this.weight = Parameter.of(Tensor.ones(dtype, shape));
    this.bias = Parameter.of(Tensor.zeros(dtype, shape));
    if (shape.length > 1) {
      weight.noDecay();
      bias.noDecay();
    }
    this.epsilon = Checks.notNegative("LayerNorm", "epsilon", epsilon);
    this.axes = new int[shape.length];
    Arrays.setAll(axes, i -> i - axes.length);
  }

  /** @throws IllegalArgumentException if the input's last axes are of another shape */
  @Override
  public Tensor forward(Tensor x) {
    Shape shape = weight.shape();
    int[] sizes = Checks.floating("LayerNorm", "input", x).shape().toArray();
    int from = sizes.length - shape.rank();
    if (from < 0 || !Arrays.equals(Arrays.copyOfRange(sizes, from, sizes.length), shape.toArray())) {
      throw new IllegalArgumentException("LayerNorm: the last axes of the input " + x.shape() + " must be " + shape);
    }
    return normalized(x, epsilon, axes).mul(weight).add(bias);
  }

  private static Tensor normalized(Tensor x, double epsilon, int... axes) {
    Tensor centred = x.sub(x.mean(true, axes));
    return centred.mul(centred.square().mean(true, axes).add(epsilon).rsqrt());
  }

  /** The factors γ of the last axes, from 1. */
  public Parameter weight() {
    return weight;
  }

  /** The summands β of the last axes, from 0. */
  public Parameter bias() {
    return bias;
  }

  @Override
  public String toString() {
    return "LayerNorm" + weight.shape();
  }
}
