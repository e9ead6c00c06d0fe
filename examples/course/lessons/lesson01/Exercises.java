package lesson01;

import course.Check;
import course.Exercise;
import dev.gradlet.Tensor;

/** Replace each blank() by a line of your own. */
public class Exercises implements Exercise {

  /** 1. The slope of x² − 5x, by its rule, for every element of x. */
  protected Tensor slopeByRule(Tensor x) {
    return Exercise.blank();
  }

  /** 2. The same slope by backward(). x is a plain tensor: ask for its gradient first. */
  protected Tensor slopeByEngine(Tensor x) {
    return Exercise.blank();
  }

  @Override
  public void check(Check check) {
    check.that("slope of x² − 5x at 0, 1, 4", () -> slopeByRule(Tensor.of(0f, 1f, 4f)), Tensor.of(-5f, -3f, 3f));
    check.that("the same by backward()", () -> slopeByEngine(Tensor.of(0f, 1f, 4f)), Tensor.of(-5f, -3f, 3f));
  }
}
