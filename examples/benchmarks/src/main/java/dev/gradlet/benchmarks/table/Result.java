package dev.gradlet.benchmarks.table;

/**
 * What one setting needs for one row.
 *
 * @param micros the median, an operation
 * @param bytes allocated on the Java heap, an operation
 */
record Result(double micros, double bytes) {
  static final Result NONE = new Result(Double.NaN, Double.NaN);
}
