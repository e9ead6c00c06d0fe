package dev.gradlet.nn;

import dev.gradlet.Tensor;

/** A module of one input and one output; a function such as {@code Tensor::tanh} is one without parameters. */
@FunctionalInterface
public interface Layer extends Module {
  Tensor forward(Tensor x);
}
