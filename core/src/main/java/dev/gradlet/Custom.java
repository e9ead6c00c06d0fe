package dev.gradlet;

import java.util.Arrays;

/** A user's operation. Inputs: the value that its forward returned, then the inputs that have gradients. */
record Custom(CustomOperation operation) implements Movement.Identity {

  static Tensor of(CustomOperation operation, Tensor... x) {
    Checks.required("apply", "operation", operation);
    Tensor[] detached = new Tensor[Checks.required("apply", "array of inputs", x).length];
    if (x.length == 0) {
      throw new IllegalArgumentException("apply: " + operation + " is given no inputs, must have at least one");
    }
    for (int i = 0; i < x.length; i++) {
      detached[i] = Checks.required("apply", "input " + i, x[i]).detach();
    }
    Tensor value = Autograd.noGrad(() -> operation.forward(detached));
    Checks.required("apply", "result of " + operation, value);
    Tensor[] inputs = new Tensor[x.length + 1];
    inputs[0] = value.detach();
    System.arraycopy(x, 0, inputs, 1, x.length);
    return new Tensor(new Custom(operation), value.shape(), value.dtype(), inputs);
  }

  /** The value is already computed, so all custom operations are equal to the engine. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Custom;
  }

  @Override
  public int hashCode() {
    return Custom.class.hashCode();
  }

  @Override
  public String label() {
    String name = operation.getClass().getSimpleName();
    return name.isEmpty() ? "custom" : name;
  }

  @Override
  public Tensor vjp(int i, Tensor g, Tensor y, Tensor... x) {
    return i == 0 ? null : operation.vjp(i - 1, g, y, Arrays.copyOfRange(x, 1, x.length));
  }
}
