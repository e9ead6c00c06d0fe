package dev.gradlet;

/** The check that an argument is there. */
final class Checks {
  private Checks() {}

  static <T> T required(String operation, String what, T value) {
    if (value == null) {
      throw new NullPointerException(operation + ": the " + what + " is null");
    }
    return value;
  }
}
