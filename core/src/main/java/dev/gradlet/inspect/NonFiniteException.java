package dev.gradlet.inspect;

import java.util.List;

/** A NaN or infinity was computed: by which operation, from what, and where that stands in the user's code. */
public final class NonFiniteException extends ArithmeticException {
  private static final long serialVersionUID = 1;

  private final String operation;
  private final transient List<StackTraceElement> origin;

  NonFiniteException(String message, String operation, List<StackTraceElement> origin) {
    super(message);
    this.operation = operation;
    this.origin = List.copyOf(origin);
  }

  /** The first operation with such a result. */
  public String operation() {
    return operation;
  }

  /** The lines that made it, the innermost first; none if it was made before the watch began. */
  public List<StackTraceElement> origin() {
    return origin == null ? List.of() : origin;
  }
}
