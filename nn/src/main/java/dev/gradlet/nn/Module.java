package dev.gradlet.nn;

import dev.gradlet.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Something that holds parameters and buffers, directly or in other modules. A class or record implements it and is
 * done:
 *
 * <pre>{@code
 * record Autoencoder(Sequential encoder, Sequential decoder) implements Module {}
 * }</pre>
 *
 * <p>The members of a module are the {@link Parameter}s, {@link Buffer}s and modules in its fields, those of
 * superclasses first, and in lists, maps with values of these kinds, and arrays. Names are PyTorch's:
 * {@code encoder.0.weight}. A member that is found twice keeps its first name in {@link #namedParameters()}. Parameters
 * and buffers that are kept elsewhere and are no members (in a set, an optional, a static field, an object that is no
 * module, what a function captures) are refused by the methods below, as they would be neither trained nor saved.
 *
 * <p>A class in a named module must be open to {@code dev.gradlet.nn}, or name its members by {@link #members()}.
 */
public interface Module extends Stateful {
  /**
   * The members by name: parameters, buffers, modules, and lists, maps and arrays of them; whatever else is in it is
   * ignored. By default the fields. Override it to name members otherwise.
   *
   * @throws IllegalStateException if the fields cannot be read, or two have the same name
   */
  default Map<String, ?> members() {
    return Members.ofFields(this);
  }

  /**
   * This module and all below it, each once, as for starting the weights of each kind of layer in a way of its own.
   *
   * @throws IllegalStateException if a parameter or buffer is kept where it cannot be seen
   */
  default List<Module> modules() {
    Unseen.check(this);
    return List.copyOf(Members.named(this, Module.class).values());
  }

  /**
   * The parameters under their names, in the order of the members, each once.
   *
   * @throws IllegalStateException if a parameter or buffer is kept where it cannot be seen
   */
  default Map<String, Parameter> namedParameters() {
    Unseen.check(this);
    return Members.named(this, Parameter.class);
  }

  /** The parameters, each once. */
  default List<Parameter> parameters() {
    return List.copyOf(namedParameters().values());
  }

  /**
   * The parameters of rank 2 and more, matrices and kernels, but for those that {@linkplain Parameter#noDecay say} that
   * they are not decayed: what one usually regularises.
   */
  default List<Parameter> weights() {
    return parameters().stream().filter(p -> p.rank() >= 2 && p.isDecayed()).toList();
  }

  /** The parameters that {@link #weights()} leaves out: biases, a norm's scales, centroids. */
  default List<Parameter> biases() {
    return parameters().stream().filter(p -> p.rank() < 2 || !p.isDecayed()).toList();
  }

  /** The number of elements of all parameters, each counted once. */
  default long parameterCount() {
    Unseen.check(this);
    return Summary.count(this);
  }

  /** The buffers under their names, in the order of the members, each once. */
  default Map<String, Buffer> namedBuffers() {
    Unseen.check(this);
    return Members.named(this, Buffer.class);
  }

  /** The buffers, each once: state that is saved but not learnt. */
  default List<Buffer> buffers() {
    return List.copyOf(namedBuffers().values());
  }

  /** The values of the parameters and buffers by name, as they are now: later steps do not change them. */
  @Override
  default Map<String, Tensor> stateDict() {
    return StateDict.of(this);
  }

  /**
   * Gives the parameters and buffers these values, floating ones converted to the dtype of each: all of them or, if
   * something is wrong, none.
   *
   * @throws IllegalArgumentException naming every missing and unexpected key and every shape and dtype that differs
   */
  @Override
  default void loadStateDict(Map<String, ? extends Tensor> state) {
    StateDict.load(this, state);
  }

  /** Puts this module and all below it into training mode, the mode in which they start. */
  default void train() {
    Members.setTraining(this, true);
  }

  /** Puts this module and all below it into evaluation mode. */
  default void eval() {
    Members.setTraining(this, false);
  }

  /**
   * Told by {@link #train()} and {@link #eval()}, each module for itself. A module that behaves differently in the two
   * modes keeps the last answer in a field; all others have nothing to do.
   */
  default void training(boolean training) {}

  /** Freezes all parameters: they are not learnt until they are unfrozen. */
  default void freeze() {
    parameters().forEach(Parameter::freeze);
  }

  /** Lets all parameters be learnt again. */
  default void unfreeze() {
    parameters().forEach(Parameter::unfreeze);
  }

  /** Clears the gradients of all parameters. */
  default void zeroGrad() {
    Members.named(this, Parameter.class).values().forEach(Tensor::zeroGrad);
  }

  /**
   * This module and those below it, as PyTorch prints them:
   *
   * <pre>
   * Autoencoder(
   *   (encoder): Sequential(
   *     (0): Linear(in=64, out=10)
   *     (1): ReLU()
   *   )
   * )
   * </pre>
   *
   * A class that is to print so returns it from its {@code toString}.
   */
  default String tree() {
    return ModuleTree.of(this);
  }

  /** A table of the modules and their numbers of parameters; that of a {@link Layer} can show shapes as well. */
  default Summary summary() {
    return Summary.of(this);
  }
}
