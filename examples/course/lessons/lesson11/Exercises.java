package lesson11;

import course.Check;
import course.Exercise;
import dev.gradlet.Tensor;
import dev.gradlet.inspect.PlanView;

/** Replace each blank() by a line of your own. */
public class Exercises implements Exercise {

  /**
   * 1. How many loops does centred(x) take? Guess before you print its plan: what must be there before the first square
   * can be computed?
   */
  protected long loops() {
    return Exercise.blank();
  }

  static Tensor centred(Tensor x) {
    return x.sub(x.sum()).square().sum();
  }

  /** 2. Each distance [n] of a point z [n, d] to a point c [d], in a single expression with nothing evaluated between. */
  protected Tensor distances(Tensor z, Tensor c) {
    return Exercise.blank();
  }

  @Override
  public void check(Check check) {
    check.that("loops of x.sub(x.sum()).square().sum()", () -> Tensor.scalar(loops()),
        Tensor.scalar((long) PlanView.of(centred(Tensor.of(1f, 2f, 3f))).steps()));
    check.that("distances to (0, 0)", () -> distances(Tensor.of(new float[][] {{3, 4}, {6, 8}}), Tensor.of(0f, 0f)),
        Tensor.of(5f, 10f));
  }
}
