package dev.gradlet.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradlet.Autograd;
import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Gradients against central differences along a random direction, in float64, to the second order. */
final class Slopes {
  private static final double STEP = 1e-4;
  private static final double TOLERANCE = 1e-6;

  private Slopes() {}

  /** Of a function of some tensors. */
  static void check(Function<Tensor[], Tensor> f, Tensor... at) {
    Tensor[] variables = Arrays.stream(at).map(Tensor::requireGrad).toArray(Tensor[]::new);
    check(() -> f.apply(variables), List.of(variables));
  }

  /** Of a value that some variables determine. */
  static void check(Supplier<Tensor> f, List<? extends Tensor> variables) {
    Generator random = new Generator(5);
    Tensor cotangent = like(f.get(), random);
    Supplier<Tensor> first = () -> f.get().mul(cotangent).sum();
    compare("first derivative", first, variables, random);
    List<Tensor> directions = variables.stream().map(v -> like(v, random)).toList();
    compare("second derivative", () -> slope(first.get(), variables, directions), variables, random);
  }

  private static Tensor like(Tensor x, Generator random) {
    return Tensor.randn(x.dtype(), random, Arrays.stream(x.shape().toArray()).asLongStream().toArray());
  }

  private static Tensor slope(Tensor loss, List<? extends Tensor> variables, List<Tensor> directions) {
    List<Tensor> gradients = Autograd.grad(loss, null, true, variables.toArray(new Tensor[0]));
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < gradients.size(); i++) {
      parts.add(gradients.get(i).mul(directions.get(i)).sum());
    }
    return parts.stream().reduce(Tensor::add).orElseThrow();
  }

  private static void compare(
      String what, Supplier<Tensor> scalar, List<? extends Tensor> variables, Generator random) {
    List<Tensor> directions = variables.stream().map(v -> like(v, random)).toList();
    Tensor value = scalar.get();
    variables.forEach(Tensor::zeroGrad);
    double byGradient = 0;
    if (value.requiresGrad()) {
      value.backward();
      for (int i = 0; i < directions.size(); i++) {
        Tensor gradient = variables.get(i).grad();
        byGradient += gradient == null ? 0 : gradient.mul(directions.get(i)).sum().item();
      }
    }
    double byDifference =
        (moved(scalar, variables, directions, STEP) - moved(scalar, variables, directions, -STEP)) / (2 * STEP);
    assertThat(Math.abs(byGradient - byDifference))
        .as("%s: slope %s by the gradient, %s by differences", what, byGradient, byDifference)
        .isLessThanOrEqualTo(TOLERANCE * Math.max(1, Math.abs(byDifference)));
    variables.forEach(Tensor::zeroGrad);
  }

  private static double moved(
      Supplier<Tensor> scalar, List<? extends Tensor> variables, List<Tensor> directions, double step) {
    List<Tensor> before = variables.stream().map(Tensor::detach).toList();
    for (int i = 0; i < before.size(); i++) {
      variables.get(i).assign(before.get(i).add(directions.get(i).mul(step)));
    }
    double value = scalar.get().item();
    for (int i = 0; i < before.size(); i++) {
      variables.get(i).assign(before.get(i));
    }
    return value;
  }
}
