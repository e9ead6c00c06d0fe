package lesson03;

import course.Check;
import course.Exercise;
import dev.gradlet.Tensor;

/** Replace each blank() by a line of your own. */
public class Exercises implements Exercise {

  /** 1. y = x + c with x [2, 3] and c [2, 1]. Given the cotangent g [2, 3] of y, that of c, of shape [2, 1]. */
  protected Tensor columnCotangent(Tensor g) {
    return Exercise.blank();
  }

  /** 2. y = x · w with x [2, 3] and w [3]. Given g and x, the cotangent of w. */
  protected Tensor scaleCotangent(Tensor g, Tensor x) {
    return Exercise.blank();
  }

  @Override
  public void check(Check check) {
    Tensor g = Tensor.of(new float[][] {{1, 2, 3}, {10, 20, 30}});
    Tensor x = Tensor.of(new float[][] {{1, 1, 1}, {1, 2, 3}});
    check.that("cotangent of a column [2, 1]", () -> columnCotangent(g), Tensor.of(new float[][] {{6}, {60}}));
    check.that("cotangent of a scale [3]", () -> scaleCotangent(g, x), Tensor.of(11f, 42f, 93f));
  }
}
