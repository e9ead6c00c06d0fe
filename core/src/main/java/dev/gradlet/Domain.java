package dev.gradlet;

/** Where an operation is smooth, so that its derivative can be checked by differences. */
enum Domain {
  REAL(-3, 3),
  POSITIVE(0.2, 3),
  /** Both signs, but away from 0. */
  NONZERO(0.2, 3);

  final double low;
  final double high;

  Domain(double low, double high) {
    this.low = low;
    this.high = high;
  }
}
