package lesson04;

import course.Check;
import course.Exercise;
import dev.gradlet.Tensor;

/** Replace each blank() by a line of your own. */
public class Exercises implements Exercise {

  /** 1. A linear layer is y = x·Wᵀ with x [n, in] and W [out, in]. Given g [n, out] and x, the cotangent of W. */
  protected Tensor weightCotangent(Tensor g, Tensor x) {
    return Exercise.blank();
  }

  /** 2. Given g [n, out] and W [out, in], the cotangent of x. */
  protected Tensor inputCotangent(Tensor g, Tensor w) {
    return Exercise.blank();
  }

  @Override
  public void check(Check check) {
    Tensor g = Tensor.of(new float[][] {{1}, {2}});
    Tensor x = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
    Tensor w = Tensor.of(new float[][] {{1, -1, 2}});
    check.that("cotangent of W", () -> weightCotangent(g, x), Tensor.of(new float[][] {{9, 12, 15}}));
    check.that("cotangent of x", () -> inputCotangent(g, w), Tensor.of(new float[][] {{1, -1, 2}, {2, -2, 4}}));
  }
}
