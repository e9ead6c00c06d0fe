package dev.gradlet;

import dev.gradlet.engine.graph.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Derivatives of functions that are written as lambdas, at a point. Each of these methods is such a function again, so
 * {@code grad(y -> grad(f, y), x)} is the next order, and a step of Newton's method is
 *
 * <pre>{@code x = x.sub(hessian(f, x).solve(grad(f, x)))}</pre>
 *
 * <p>The derivative with respect to an input that f does not depend on is zeros, never an error. {@link Tensor#grad} of
 * no variable changes. Results have a history where the point has one, or where f uses variables of its own (as a
 * gradient penalty does), and where it is recorded; derivatives themselves are computed under {@link Autograd#noGrad} as
 * well.
 */
public final class Derivatives {
  private Derivatives() {}

  /** f(x) and its gradient, of the shape of x. */
  public record ValueAndGrad(Tensor value, Tensor grad) {}

  /** f(x₁, x₂, …) and its gradients, one for each input. */
  public record ValueAndGrads(Tensor value, List<Tensor> grads) {}

  /** ∇f(x) of a function whose result is a scalar, of the shape of x. */
  public static Tensor grad(UnaryOperator<Tensor> f, Tensor x) {
    return valueAndGrad("grad", one("grad", f), one("grad", x)).grads().get(0);
  }

  /** The gradient of a function of several tensors for each of them; its result is a scalar. */
  public static List<Tensor> grad(Function<Tensor[], Tensor> f, Tensor... x) {
    return valueAndGrad("grad", f, x).grads();
  }

  /** f(x) and ∇f(x) of a function whose result is a scalar. */
  public static ValueAndGrad valueAndGrad(UnaryOperator<Tensor> f, Tensor x) {
    ValueAndGrads several = valueAndGrad("valueAndGrad", one("valueAndGrad", f), one("valueAndGrad", x));
    return new ValueAndGrad(several.value(), several.grads().get(0));
  }

  /** The value of a function of several tensors, a scalar, and its gradient for each of them. */
  public static ValueAndGrads valueAndGrad(Function<Tensor[], Tensor> f, Tensor... x) {
    return valueAndGrad("valueAndGrad", f, x);
  }

  private static ValueAndGrads valueAndGrad(String operation, Function<Tensor[], Tensor> f, Tensor... x) {
    return new Trial(operation, f, x).run(trial -> {
      Tensor y = trial.scalar();
      List<Tensor> gradients = trial.pull(y, null, trial.kept);
      return new ValueAndGrads(trial.result(y), gradients.stream().map(trial::result).toList());
    });
  }

  /** The vector-Jacobian product gᵀ ∂f/∂x at x, of the shape of x; the cotangent g has the shape of f(x). */
  public static Tensor vjp(UnaryOperator<Tensor> f, Tensor x, Tensor cotangent) {
    Checks.required("vjp", "cotangent", cotangent);
    return new Trial("vjp", one("vjp", f), one("vjp", x))
        .run(trial -> trial.result(trial.pull(trial.y("cotangent", cotangent), cotangent, trial.kept).get(0)));
  }

  /**
   * The Jacobian-vector product ∂f/∂x v at x, of the shape of f(x); the tangent v has the shape of x. It is the
   * transpose of the vector-Jacobian product, which is linear in its cotangent: ∂/∂g of vᵀ(gᵀ ∂f/∂x) (J. Townsend,
   * 2017).
   */
  public static Tensor jvp(UnaryOperator<Tensor> f, Tensor x, Tensor tangent) {
    Checks.required("jvp", "tangent", tangent);
    return new Trial("jvp", one("jvp", f), one("jvp", x)).run(trial -> trial.result(trial.push(tangent)));
  }

  /**
   * All derivatives ∂f(x)ᵢ/∂xⱼ: the axes of f(x), then those of x. Each element of f(x) takes a walk backwards, or each
   * one of x a walk forwards, whichever are fewer.
   */
  public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
    return new Trial("jacobian", one("jacobian", f), one("jacobian", x)).run(trial -> trial.result(trial.jacobian()));
  }

  /** The second derivatives ∂²f/∂xᵢ∂xⱼ of a function whose result is a scalar: the axes of x, twice. */
  public static Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
    UnaryOperator<Tensor> gradient = gradient("hessian", f);
    return new Trial("hessian", one("hessian", gradient), one("hessian", x))
        .run(trial -> trial.result(trial.rows()));
  }

  /** The Hessian times a vector, of the shape of x as the vector is; the Hessian itself is never formed. */
  public static Tensor hvp(UnaryOperator<Tensor> f, Tensor x, Tensor vector) {
    Checks.required("hvp", "vector", vector);
    UnaryOperator<Tensor> gradient = gradient("hvp", f);
    return new Trial("hvp", one("hvp", gradient), one("hvp", x))
        .run(trial -> trial.result(trial.pull(trial.y("vector", vector), vector, trial.kept).get(0)));
  }

  private static UnaryOperator<Tensor> gradient(String operation, UnaryOperator<Tensor> f) {
    Function<Tensor[], Tensor> given = one(operation, f);
    return x -> valueAndGrad(operation, given, x).grads().get(0);
  }

  private static Function<Tensor[], Tensor> one(String operation, UnaryOperator<Tensor> f) {
    Checks.required(operation, "function", f);
    return x -> f.apply(x[0]);
  }

  private static Tensor[] one(String operation, Tensor x) {
    return new Tensor[] {Checks.required(operation, "input", x)};
  }

  /** A function at copies of the given points, which nothing else depends on, and the way back to those given. */
  private static final class Trial {
    private final String operation;
    private final Function<Tensor[], Tensor> f;
    private final Tensor[] x;
    private final boolean recorded = Autograd.recording();
    private boolean dependsOnGiven;
    private Tensor y;
    /** Whether results keep a history. */
    boolean kept;

    Trial(String operation, Function<Tensor[], Tensor> f, Tensor... given) {
      this.operation = operation;
      this.f = Checks.required(operation, "function", f);
      this.x = new Tensor[Checks.required(operation, "array of inputs", given).length];
      if (x.length == 0) {
        throw new IllegalArgumentException(operation + ": no inputs given, must be at least one");
      }
      for (int i = 0; i < x.length; i++) {
        x[i] = point(Checks.required(operation, "input " + i, given[i]));
      }
    }

    private Tensor point(Tensor given) {
      if (!given.dtype().isFloating()) {
        throw new IllegalArgumentException(
            operation + ": input of dtype " + given.dtype() + " has no derivatives; convert with to(DType.FLOAT32)");
      }
      if (!recorded || !given.requiresGrad()) {
        return given.detach().requireGrad();
      }
      dependsOnGiven = true;
      return new Tensor(new Movement.Reshape(given.shape()), given.shape(), given.dtype(), given);
    }

    <T> T run(Function<Trial, T> derivative) {
      return Autograd.recording(() -> {
        y = Checks.required(operation, "result of the function", f.apply(x.clone()));
        if (!y.dtype().isFloating()) {
          throw new IllegalArgumentException(
              operation + ": the function returned dtype " + y.dtype() + ", which has no derivatives");
        }
        kept = recorded && (dependsOnGiven || usesOtherVariables());
        return derivative.apply(this);
      });
    }

    private boolean usesOtherVariables() {
      List<Variable> own = Arrays.stream(x).map(Tensor::variable).toList();
      return y.requiresGrad()
          && new Walk(operation, y).captures().stream().anyMatch(capture -> !own.contains(capture.variable));
    }

    /** The result, for a vector of its shape. */
    Tensor y(String what, Tensor vector) {
      checkShape(what, vector, "the result", y);
      return y;
    }

    Tensor scalar() {
      if (y.elements() != 1) {
        throw new IllegalArgumentException(
            operation + ": the function returned shape " + y.shape()
                + ", must be a scalar; reduce it (sum, mean), or use jacobian or vjp");
      }
      return y;
    }

    Tensor result(Tensor derivative) {
      return kept ? derivative : derivative.detach().evaluate();
    }

    List<Tensor> pull(Tensor from, Tensor cotangent, boolean createGraph) {
      return Autograd.gradOrZeros(from, cotangent, createGraph, x);
    }

    Tensor push(Tensor tangent) {
      checkShape("tangent", tangent, "the input", x[0]);
      Tensor cotangent = Tensor.zerosLike(y).requireGrad();
      Tensor pulled = pull(y, cotangent, true).get(0);
      return Autograd.gradOrZeros(pulled, tangent, kept, cotangent).get(0);
    }

    private void checkShape(String what, Tensor vector, String of, Tensor expected) {
      if (!vector.shape().equals(expected.shape())) {
        throw new IllegalArgumentException(
            operation + ": " + what + " of shape " + vector.shape() + " for " + of
                + " of the function, which has shape "
                + expected.shape() + "; they must be equal");
      }
    }

    Tensor jacobian() {
      return x[0].elements() < y.elements() ? columns() : rows();
    }

    Tensor rows() {
      return stacked(y, 0, unit -> pull(y, unit, kept).get(0)).reshape(sizes(y, x[0]));
    }

    private Tensor columns() {
      return stacked(x[0], -1, this::push).reshape(sizes(y, x[0]));
    }

    /** The products with each unit vector of a tensor's shape, along a new axis. */
    private Tensor stacked(Tensor like, int axis, UnaryOperator<Tensor> product) {
      int n = Storage.length(operation, like.shape());
      if (n == 0) {
        return Tensor.zeros(x[0].dtype(), sizes(y, x[0]));
      }
      Tensor[] products = new Tensor[n];
      for (int i = 0; i < n; i++) {
        double[] unit = new double[n];
        unit[i] = 1;
        products[i] = product.apply(Tensor.of(unit).to(like.dtype()).reshaped(like.shape()));
      }
      return Tensor.stack(axis, products);
    }

    private static long[] sizes(Tensor y, Tensor x) {
      return Arrays.stream(new Shape[] {y.shape(), x.shape()})
          .flatMapToLong(shape -> Arrays.stream(shape.toArray()).asLongStream())
          .toArray();
    }
  }
}
