package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/** A module of one input and one output; a function such as {@code Tensor::tanh} is one without parameters. */
@FunctionalInterface
public interface Layer extends Module {
  /** The output for an input x. What it may be, and what it becomes, each layer says itself. */
  Tensor forward(Tensor x);

  /**
   * A table of the modules, the shape of the output of each, and the numbers of parameters, from a forward pass of an
   * example. Of a module that is neither a {@link Sequential} nor in one, only the whole has a shape: which of its own
   * it gives what, its code knows alone. The pass leaves no trace: this library's layers are in evaluation mode for it, so
   * that no random number is drawn and an example of one row is enough, and buffers stay as they are.
   */
  default Summary summary(Tensor example) {
    return Summary.of(this, Given.notNull("summary", "example", example));
  }
}
