package dev.gradlet.inspect;

import dev.gradlet.Tensor;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

/** Whose gradients are checked. */
sealed interface Subject {

  /** Where it was given. */
  Tensor[] at();

  /** Variables with these values. */
  Tensor[] moveTo(Tensor[] values);

  /** The result at the variables. */
  Tensor result(Tensor[] variables);

  boolean takesAnyDType();

  record OfFunction(Function<Tensor[], Tensor> f, Tensor[] at) implements Subject {
    @Override
    public Tensor[] moveTo(Tensor[] values) {
      return Arrays.stream(values).map(value -> value.detach().requireGrad()).toArray(Tensor[]::new);
    }

    @Override
    public Tensor result(Tensor[] variables) {
      return f.apply(variables.clone());
    }

    @Override
    public boolean takesAnyDType() {
      return true;
    }
  }

  record OfLoss(Supplier<Tensor> loss, Tensor[] variables, Tensor[] at) implements Subject {
    OfLoss(Supplier<Tensor> loss, Tensor[] variables) {
      this(loss, variables, Arrays.stream(variables).map(Tensor::detach).toArray(Tensor[]::new));
    }

    @Override
    public Tensor[] moveTo(Tensor[] values) {
      for (int i = 0; i < values.length; i++) {
        variables[i].assign(values[i]);
      }
      return variables;
    }

    @Override
    public Tensor result(Tensor[] moved) {
      return loss.get();
    }

    @Override
    public boolean takesAnyDType() {
      return false;
    }
  }
}
