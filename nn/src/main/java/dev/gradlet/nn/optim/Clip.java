package dev.gradlet.nn.optim;

import dev.gradlet.Autograd;
import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Module;
import dev.gradlet.nn.Parameter;
import dev.gradlet.nn.given.Given;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Limits gradients between {@code backward()} and {@code step()}, so that one bad batch cannot undo the work of many.
 * Parameters without a gradient, and frozen ones, do not count. Either all gradients are limited or, if something is
 * wrong, none is touched.
 */
public final class Clip {
  private Clip() {}

  /**
   * Scales the gradients of a module's parameters down to this norm of all elements as one vector, if it is larger
   * (Pascanu et al. 2013, arXiv 1211.5063). Returns the norm before.
   *
   * @throws IllegalArgumentException if the limit is negative or NaN
   * @throws ArithmeticException naming the first parameter of which the gradient is infinite or NaN
   */
  public static double norm(Module module, double max) {
    return norm(named(module), max, 2);
  }

  /** The same, of any parameters. */
  public static double norm(Iterable<? extends Tensor> parameters, double max) {
    return norm(parameters, max, 2);
  }

  /**
   * The same with another norm.
   *
   * @param p any but NaN; ∞ for the largest element
   */
  public static double norm(Iterable<? extends Tensor> parameters, double max, double p) {
    return norm(numbered(parameters), max, p);
  }

  /**
   * Brings each element of the gradients of a module's parameters into the range from −max to max.
   *
   * @throws IllegalArgumentException if the limit is negative or NaN
   * @throws ArithmeticException naming the first parameter of which the gradient has a NaN
   */
  public static void value(Module module, double max) {
    value(named(module), max);
  }

  /** The same, of any parameters. */
  public static void value(Iterable<? extends Tensor> parameters, double max) {
    value(numbered(parameters), max);
  }

  private static double norm(Map<String, Tensor> parameters, double max, double p) {
    checkLimit(max);
    Map<String, Tensor> before = gradients(parameters);
    Map<String, Tensor> norms = new LinkedHashMap<>();
    // In FLOAT64 no square of a FLOAT32 is too large.
    before.forEach((name, g) -> norms.put(name, g.to(DType.FLOAT64).flatten().norm(p, 0)));
    Autograd.evaluate(norms.values());
    norms.forEach((name, norm) -> check(Double.isFinite(norm.item()), name, "the norm " + norm.item()));
    double total = norms.isEmpty() ? 0 : Tensor.stack(0, norms.values().toArray(new Tensor[0])).norm(p, 0).item();
    double scale = max / (total + 1e-6);
    if (scale < 1) {
      replace(parameters, before, g -> g.mul(scale));
    }
    Autograd.free(before.values());
    return total;
  }

  private static void value(Map<String, Tensor> parameters, double max) {
    checkLimit(max);
    Map<String, Tensor> before = gradients(parameters);
    Map<String, Tensor> hasNaN = new LinkedHashMap<>();
    before.forEach((name, g) -> hasNaN.put(name, g.ne(g).any()));
    Autograd.evaluate(hasNaN.values());
    hasNaN.forEach((name, mask) -> check(mask.item() == 0, name, "an element NaN"));
    replace(parameters, before, g -> g.clamp(-max, max));
    Autograd.free(before.values());
  }

  private static Map<String, Tensor> gradients(Map<String, Tensor> parameters) {
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    parameters.forEach((name, w) -> gradients.put(name, w.grad()));
    gradients.values().removeIf(Objects::isNull);
    return gradients;
  }

  private static void replace(Map<String, Tensor> parameters, Map<String, Tensor> before, UnaryOperator<Tensor> limit) {
    Map<String, Tensor> limited = new LinkedHashMap<>();
    before.forEach((name, g) -> limited.put(name, limit.apply(g)));
    Autograd.evaluate(limited.values());
    limited.forEach((name, g) -> parameters.get(name).grad(g));
    Autograd.free(limited.values());
  }

  private static void checkLimit(double max) {
    if (!(max >= 0)) {
      throw new IllegalArgumentException("Clip: the limit " + max + " must be 0 or more");
    }
  }

  private static void check(boolean isRight, String name, String fault) {
    if (!isRight) {
      throw new ArithmeticException(
          "Clip: the gradient of " + name + " has " + fault + "; no gradient was changed");
    }
  }

  private static Map<String, Tensor> named(Module module) {
    Map<String, Tensor> counted = new LinkedHashMap<>();
    Objects.requireNonNull(module, "Clip: the module is null").namedParameters().forEach((name, parameter) -> {
      if (counts(parameter)) {
        counted.put(name, parameter);
      }
    });
    return counted;
  }

  private static Map<String, Tensor> numbered(Iterable<? extends Tensor> parameters) {
    Map<String, Tensor> counted = new LinkedHashMap<>();
    int i = 0;
    for (Tensor parameter : Given.tensors("Clip", parameters)) {
      String name = "parameter " + i++;
      if (counts(parameter)) {
        counted.put(name + " of shape " + parameter.shape(), parameter);
      }
    }
    return counted;
  }

  /** A parameter without elements has no largest one, and none to clip. */
  private static boolean counts(Tensor parameter) {
    return parameter.elements() > 0 && !(parameter instanceof Parameter learnt && learnt.isFrozen());
  }
}
