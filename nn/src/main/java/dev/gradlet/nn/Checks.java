package dev.gradlet.nn;

import dev.gradlet.Shape;
import dev.gradlet.Tensor;

/** The sentences about bad input that several modules share. */
final class Checks {
  private Checks() {}

  static <T> T notNull(String operation, String name, T value) {
    if (value == null) {
      throw new NullPointerException(operation + ": " + name + " is null");
    }
    return value;
  }

  /** What generics promise and an unchecked cast may break: a tensor. */
  static Tensor tensor(String operation, String name, Object value) {
    if (!(notNull(operation, name, value) instanceof Tensor tensor)) {
      throw new IllegalArgumentException(
          operation + ": " + name + " is a " + value.getClass().getName() + ", must be a Tensor");
    }
    return tensor;
  }

  static Tensor floating(String operation, String name, Tensor tensor) {
    if (!notNull(operation, name, tensor).dtype().isFloating()) {
      throw new IllegalArgumentException(
          operation + ": " + name + " is " + tensor.dtype() + ", must be FLOAT32 or FLOAT64: convert with to(dtype)");
    }
    return tensor;
  }

  /** A floating-point matrix; {@code axes} words what its rows and columns are, such as "[n, d]". */
  static Tensor matrix(String operation, String name, String axes, Tensor tensor) {
    if (floating(operation, name, tensor).rank() != 2) {
      throw new IllegalArgumentException(
          operation + ": " + name + " " + tensor.shape() + " must be a matrix " + axes);
    }
    return tensor;
  }

  static long positive(String operation, String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(operation + ": " + name + " " + value + " must be at least 1");
    }
    return value;
  }

  /** Prediction and target of a loss, which must not broadcast: [n, 1] against [n] would silently compare all pairs. */
  static void sameShape(String operation, Tensor prediction, Tensor target) {
    Shape a = floating(operation, "prediction", prediction).shape();
    Shape b = notNull(operation, "target", target).shape();
    if (!a.equals(b)) {
      String size = a.toString();
      String dims = size.substring(1, size.length() - 1);
      throw new IllegalArgumentException(operation + ": prediction " + a + " and target " + b + " differ: "
          + (a.elements() == b.elements()
              ? "give target.reshape(" + dims + ")"
              : "they must have the same shape; expand one of them if broadcasting is meant"));
    }
  }
}
