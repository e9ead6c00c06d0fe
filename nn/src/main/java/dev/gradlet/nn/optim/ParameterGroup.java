package dev.gradlet.nn.optim;

import dev.gradlet.Tensor;
import java.util.ArrayList;
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
    parameters = List.copyOf(parameters);
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
    List<Tensor> all = new ArrayList<>();
    for (Tensor parameter : Objects.requireNonNull(parameters, "group: the parameters are null")) {
      all.add(notNull(parameter, all.size()));
    }
    for (Tensor parameter : Objects.requireNonNull(more, "group: the array of parameters is null")) {
      all.add(notNull(parameter, all.size()));
    }
    return new ParameterGroup(all, OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** A group of all of these parameters. */
  public static ParameterGroup group(Iterable<? extends Tensor> some, Iterable<? extends Tensor> others) {
    Objects.requireNonNull(others, "group: the parameters are null");
    return group(some, group(others).parameters().toArray(new Tensor[0]));
  }

  private static Tensor notNull(Tensor parameter, int index) {
    return Objects.requireNonNull(parameter, () -> "group: parameter " + index + " is null");
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
