package dev.gradlet.nn.optim;

/** The ranges of hyper-parameters, and the sentences about numbers outside them. */
final class Ranges {
  private Ranges() {}

  static void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " " + value + " must be a finite number");
    }
  }

  static void notNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " " + value + " must be a finite number, 0 or more");
    }
  }

  static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " " + value + " must be at least 1");
    }
  }

  /** A decay rate of a running mean. */
  static void decayRate(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(name + " " + value + " must be at least 0 and less than 1");
    }
  }
}
