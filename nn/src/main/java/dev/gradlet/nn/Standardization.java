package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.util.stream.IntStream;

/**
 * Numbers brought to mean 0 and standard deviation 1 (the population's: divided by n), and back. Fitted on the rows one
 * trains with, it is applied to all others as well.
 *
 * <pre>{@code
 * var scale = Standardization.ofColumns(training);
 * model.forward(scale.apply(validation));
 * }</pre>
 *
 * @param mean (1, columns), or of ones
 * @param deviation of the same shape; 1 where it would be 0
 */
public record Standardization(Tensor mean, Tensor deviation) {
  /**
   * Each column by itself, for columns in units of their own. A constant column is only centred.
   *
   * @throws IllegalArgumentException if there are no rows
   */
  public static Standardization ofColumns(Tensor rows) {
    check(rows);
    return of(rows, 0);
  }

  /**
   * All columns alike, for columns in one unit, such as pixels. By itself, a pixel blank in all images but a few
   * would be dozens of deviations from its mean in those.
   *
   * @throws IllegalArgumentException if there are no rows
   */
  public static Standardization ofAll(Tensor rows) {
    check(rows);
    return of(rows, IntStream.range(0, rows.rank()).toArray());
  }

  private static void check(Tensor rows) {
    if (Checks.floating("Standardization", "rows", rows).rank() == 0 || rows.elements() == 0) {
      throw new IllegalArgumentException("Standardization: rows " + rows.shape() + " must not be empty");
    }
  }

  private static Standardization of(Tensor rows, int... axes) {
    Tensor deviation = rows.std(false, true, axes);
    return new Standardization(
        rows.mean(true, axes).evaluate(), Tensor.where(deviation.gt(0), deviation, 1).evaluate());
  }

  /** To mean 0 and deviation 1. */
  public Tensor apply(Tensor rows) {
    return Given.notNull("Standardization", "rows", rows).sub(mean).div(deviation).evaluate();
  }

  /** Back. */
  public Tensor undo(Tensor rows) {
    return Given.notNull("Standardization", "rows", rows).mul(deviation).add(mean);
  }
}
