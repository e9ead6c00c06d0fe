package dev.gradlet.examples;

/** Data that cannot be used as they are; the message tells whoever supplied them where, and what was expected. */
final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DataException(String message) {
    super(message);
  }

  DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
