package dev.gradlet.examples;

import dev.gradlet.Tensor;

/**
 * Numbers brought to mean 0 and standard deviation 1 (the population's: divided by n), and back.
 *
 * @param mean (1, columns) or (1, 1)
 * @param deviation of the same shape; 1 where it would be 0
 */
record Standardization(Tensor mean, Tensor deviation) {
  /** Each column by itself, for columns in units of their own. A constant column is only centred. */
  static Standardization ofColumns(Tensor rows) {
    return of(rows, 0);
  }

  /**
   * All columns alike, for columns in one unit, such as pixels. By itself, a pixel blank in all images but a few
   * would be dozens of deviations from its mean in those.
   */
  static Standardization ofAll(Tensor rows) {
    return of(rows, 0, 1);
  }

  private static Standardization of(Tensor rows, int... axes) {
    var deviation = rows.std(false, true, axes);
    return new Standardization(
        rows.mean(true, axes).evaluate(), Tensor.where(deviation.gt(0), deviation, 1).evaluate());
  }

  Tensor apply(Tensor rows) {
    return rows.sub(mean).div(deviation).evaluate();
  }

  Tensor undo(Tensor rows) {
    return rows.mul(deviation).add(mean);
  }
}
