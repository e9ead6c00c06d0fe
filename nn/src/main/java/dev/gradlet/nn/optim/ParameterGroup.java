package dev.gradlet.nn.optim;

import dev.gradlet.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Parameters that share options. What is left empty is the optimizer's. Immutable: each method returns another group.
 *
 * <pre>{@code
 * new Adam(1e-3,
 *     group(model.weights()).weightDecay(1e-4),
 *     group(model.biases(), centroids));
 * }</pre>
 */
public record ParameterGroup(List<Tensor> parameters, OptionalDouble learningRate, OptionalDouble weightDecay) {
  /** @throws IllegalArgumentException if an option is negative, NaN or infinite */
  public ParameterGroup {
    parameters = tensors(Objects.requireNonNull(parameters, "ParameterGroup: the parameters are null"));
    Objects.requireNonNull(learningRate, "ParameterGroup: the learning rate is null");
    Objects.requireNonNull(weightDecay, "ParameterGroup: the weight decay is null");
    learningRate.ifPresent(v -> Ranges.notNegative("ParameterGroup: learning rate", v));
    weightDecay.ifPresent(v -> Ranges.notNegative("ParameterGroup: weight decay", v));
  }

  /** A group of these parameters. */
  public static ParameterGroup group(Iterable<? extends Tensor> parameters) {
    return group(parameters, new Tensor[0]);
  }

  /** A group of these parameters. */
  public static ParameterGroup group(Tensor... parameters) {
    return group(List.of(), parameters);
  }

  /** A group of all of these parameters. */
  public static ParameterGroup group(Iterable<? extends Tensor> parameters, Tensor... more) {
    List<Tensor> all = new ArrayList<>(tensors(Objects.requireNonNull(parameters, "group: the parameters are null")));
    all.addAll(Arrays.asList(Objects.requireNonNull(more, "group: the array of parameters is null")));
    return new ParameterGroup(all, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** A group of all of these parameters. */
  public static ParameterGroup group(Iterable<? extends Tensor> some, Iterable<? extends Tensor> others) {
    Objects.requireNonNull(others, "group: the parameters are null");
    return group(some, tensors(others).toArray(new Tensor[0]));
  }

  /** What generics promise and an unchecked cast may break: tensors. */
  private static List<Tensor> tensors(Iterable<?> given) {
    List<Tensor> tensors = new ArrayList<>();
    for (Object parameter : given) {
      String name = "group: parameter " + tensors.size();
      if (!(Objects.requireNonNull(parameter, () -> name + " is null") instanceof Tensor tensor)) {
        throw new IllegalArgumentException(name + " is a " + parameter.getClass().getName() + ", must be a Tensor");
      }
      tensors.add(tensor);
    }
    return List.copyOf(tensors);
  }

  /** The same parameters, with this learning rate to start from. */
  public ParameterGroup learningRate(double learningRate) {
    return new ParameterGroup(parameters, OptionalDouble.of(learningRate), weightDecay);
  }

  /** The same parameters, with this weight decay; what it does is said at the optimizer. */
  public ParameterGroup weightDecay(double weightDecay) {
    return new ParameterGroup(parameters, learningRate, OptionalDouble.of(weightDecay));
  }
}
