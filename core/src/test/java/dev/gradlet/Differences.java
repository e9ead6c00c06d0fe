package dev.gradlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;

/**
 * Derivatives against differences, in float64: the slope of Σ w·f along a random direction, from the gradient and from
 * central differences at two steps, extrapolated to none (L. F. Richardson, 1911); then the same of Σ v·∇(Σ w·f).
 */
final class Differences {
  private static final double STEP = 1e-3;
  private static final double TOLERANCE = 1e-7;

  private final Function<Tensor[], Tensor> f;
  private final long seed;
  private final Random random;

  private Differences(Function<Tensor[], Tensor> f, long seed) {
    this.f = f;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** First and second derivatives of f at the given values, one tensor for each shape. */
  static void check(String name, long seed, Function<Tensor[], Tensor> f, Domain domain, long[]... shapes) {
    Differences differences = new Differences(f, seed);
    double[][] at = new double[shapes.length][];
    for (int i = 0; i < shapes.length; i++) {
      at[i] = differences.draw((int) Shape.of(shapes[i]).elements(), domain);
    }
    differences.check(name, at, shapes);
  }

  private double[] draw(int n, Domain domain) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> {
      double x = domain.low + (domain.high - domain.low) * random.nextDouble();
      return domain == Domain.NONZERO && random.nextBoolean() ? -x : x;
    });
    return values;
  }

  private void check(String name, double[][] at, long[][] shapes) {
    Tensor cotangent = weights(f.apply(tensors(at, shapes, false)).shape());
    Tensor[] directions = new Tensor[at.length];
    Arrays.setAll(directions, i -> weights(Shape.of(shapes[i])));
    Function<Tensor[], Tensor> first = x -> f.apply(x).mul(cotangent).sum();
    compare(name + ", first derivative", first, at, shapes);
    Function<Tensor[], Tensor> second = x -> {
      Tensor loss = first.apply(x);
      Tensor slope = Tensor.scalar(0.0);
      for (int i = 0; i < x.length; i++) {
        Tensor gradient = gradient(loss, x[i]);
        slope = gradient == null ? slope : slope.add(gradient.mul(directions[i]).sum());
      }
      return slope;
    };
    compare(name + ", second derivative", second, at, shapes);
  }

  /** Null where the loss does not depend on x. */
  static Tensor gradient(Tensor loss, Tensor x) {
    try {
      return loss.requiresGrad() ? Autograd.grad(loss, null, true, x).get(0) : null;
    } catch (IllegalArgumentException independent) {
      assertThat(independent).hasMessageContaining("does not depend");
      return null;
    }
  }

  private Tensor weights(Shape shape) {
    double[] values = new double[(int) shape.elements()];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Tensor.of(values).reshape(Arrays.stream(shape.toArray()).asLongStream().toArray());
  }

  private static Tensor[] tensors(double[][] values, long[][] shapes, boolean variables) {
    Tensor[] tensors = new Tensor[values.length];
    Arrays.setAll(tensors, i -> {
      Tensor tensor = Tensor.of(values[i]).reshape(shapes[i]);
      return variables ? tensor.requireGrad() : tensor;
    });
    return tensors;
  }

  private void compare(String what, Function<Tensor[], Tensor> scalar, double[][] at, long[][] shapes) {
    Tensor[] x = tensors(at, shapes, true);
    Tensor y = scalar.apply(x);
    double[][] direction = new double[at.length][];
    double slope = 0;
    double scale = 1;
    if (y.requiresGrad()) {
      y.backward();
    }
    for (int i = 0; i < at.length; i++) {
      direction[i] = weights(Shape.of(shapes[i])).toDoubleArray();
      if (x[i].grad() != null) {
        assertThat(x[i].grad().shape()).as(what).isEqualTo(x[i].shape());
        double[] gradient = x[i].grad().toDoubleArray();
        for (int j = 0; j < gradient.length; j++) {
          slope += gradient[j] * direction[i][j];
          scale += Math.abs(gradient[j] * direction[i][j]);
        }
      }
    }
    double wide = difference(scalar, at, shapes, direction, STEP);
    double narrow = difference(scalar, at, shapes, direction, STEP / 2);
    double extrapolated = narrow + (narrow - wide) / 3;
    if (!(Math.abs(slope - extrapolated) <= TOLERANCE * scale)) {
      throw new AssertionError(
          what + ", seed " + seed + ": slope " + slope + " by the gradient, " + extrapolated + " by differences at "
              + Arrays.deepToString(at));
    }
  }

  private static double difference(
      Function<Tensor[], Tensor> scalar, double[][] at, long[][] shapes, double[][] direction, double step) {
    return (moved(scalar, at, shapes, direction, step) - moved(scalar, at, shapes, direction, -step)) / (2 * step);
  }

  private static double moved(
      Function<Tensor[], Tensor> scalar, double[][] at, long[][] shapes, double[][] direction, double step) {
    double[][] there = new double[at.length][];
    for (int i = 0; i < at.length; i++) {
      there[i] = at[i].clone();
      for (int j = 0; j < there[i].length; j++) {
        there[i][j] += step * direction[i][j];
      }
    }
    return scalar.apply(tensors(there, shapes, true)).item();
  }
}
