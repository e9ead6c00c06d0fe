package dev.gradlet.nn;

import dev.gradlet.DType;
import dev.gradlet.Shape;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.function.IntPredicate;

/** The sentences about bad input that several modules share. */
final class Checks {
  private Checks() {}

  static Tensor tensor(String operation, String name, Object value) {
    return Given.instance(Tensor.class, operation, name, value);
  }

  static Tensor floating(String operation, String name, Tensor tensor) {
    if (!Given.notNull(operation, name, tensor).dtype().isFloating()) {
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

  static double positive(String operation, String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(operation + ": " + name + " " + value + " must be a finite number above 0");
    }
    return value;
  }

  static double notNegative(String operation, String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(operation + ": " + name + " " + value + " must be a finite number, 0 or more");
    }
    return value;
  }

  static double finite(String operation, String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(operation + ": " + name + " " + value + " must be finite");
    }
    return value;
  }

  static double probability(String operation, String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(operation + ": " + name + " " + value + " must be from 0 to 1");
    }
    return value;
  }

  /** A tensor of some axes; {@code axes} words them, such as "[n, c, h, w]". */
  static Tensor rank(String operation, String name, String axes, int rank, Tensor tensor) {
    if (floating(operation, name, tensor).rank() != rank) {
      throw new IllegalArgumentException(operation + ": " + name + " " + tensor.shape() + " must be " + axes);
    }
    return tensor;
  }

  /** INT32 indices, all of them at least 0 and less than {@code size} or excepted. */
  static void indices(String operation, String name, Tensor indices, int size, IntPredicate excepted) {
    if (Given.notNull(operation, name, indices).dtype() != DType.INT32) {
      throw new IllegalArgumentException(
          operation + ": " + name + " is " + indices.dtype() + ", must be INT32: convert with to(DType.INT32)");
    }
    for (int index : indices.toIntArray()) {
      if ((index < 0 || index >= size) && !excepted.test(index)) {
        throw new IndexOutOfBoundsException(
            operation + ": " + name + " " + index + " must be between 0 and " + (size - 1));
      }
    }
  }

  static void indices(String operation, String name, Tensor indices, int size) {
    indices(operation, name, indices, size, index -> false);
  }

  /** Vectors [n, d] or [d] to be compared, of one shape. */
  static void sameVectors(String operation, Tensor a, Tensor b) {
    Shape shape = floating(operation, "first operand", a).shape();
    Shape other = floating(operation, "second operand", b).shape();
    if (shape.rank() < 1 || shape.rank() > 2 || !shape.equals(other)) {
      throw new IllegalArgumentException(
          operation + ": operands " + shape + " and " + other + " must both be [n, d], or both [d]");
    }
  }

  /** A vector with an element for each row of a matrix; for a vector a scalar. */
  static void onePerRow(String operation, String name, Tensor vector, Tensor rows) {
    Shape expected = rows.rank() == 1 ? Shape.of() : Shape.of(rows.size(0));
    if (!Given.notNull(operation, name, vector).shape().equals(expected)) {
      throw new IllegalArgumentException(
          operation + ": " + name + " " + vector.shape() + " must be " + expected + ", one for each row");
    }
  }

  /** Prediction and target of a loss, which must not broadcast: [n, 1] against [n] would silently compare all pairs. */
  static void sameShape(String operation, Tensor prediction, Tensor target) {
    Shape a = floating(operation, "prediction", prediction).shape();
    Shape b = Given.notNull(operation, "target", target).shape();
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
