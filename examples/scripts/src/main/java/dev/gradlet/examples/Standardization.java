package dev.gradlet.examples;

import dev.gradlet.Tensor;

/**
 * Columns brought to mean 0 and standard deviation 1, and back. A constant column is only centred.
 *
 * @param mean (1, columns)
 * @param deviation (1, columns), that of the whole population (divided by n), 1 where it would be 0
 */
record Standardization(Tensor mean, Tensor deviation) {
  static Standardization of(Tensor rows) {
    var deviation = rows.std(false, true, 0);
    var usable = Tensor.where(deviation.gt(0), deviation, Tensor.onesLike(deviation));
    return new Standardization(rows.mean(true, 0), usable);
  }

  Tensor apply(Tensor rows) {
    return rows.sub(mean).div(deviation).evaluate();
  }

  Tensor undo(Tensor rows) {
    return rows.mul(deviation).add(mean);
  }
}
