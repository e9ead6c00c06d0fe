package dev.gradlet.examples;

/** The data cannot be used as they are; the message says where and what was expected, for the person who supplied them. */
final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataException(String message) {
    super(message);
  }

  DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
