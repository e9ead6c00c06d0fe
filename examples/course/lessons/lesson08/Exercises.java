package lesson08;

import course.Check;
import course.Exercise;
import dev.gradlet.Tensor;

/** Replace each blank() by a line of your own. */
public class Exercises implements Exercise {

  /** 1. The squared distances [n, k] of points z [n, d] and centroids c [k, d]. */
  protected Tensor squaredDistances(Tensor z, Tensor c) {
    return Exercise.blank();
  }

  /** 2. The gradient [k, d] by the centroids, given z [n, d], c [k, d] and s [n, k], 1 where a centroid is nearest. */
  protected Tensor centroidGradient(Tensor z, Tensor c, Tensor s) {
    return Exercise.blank();
  }

  @Override
  public void check(Check check) {
    Tensor z = Tensor.of(new float[][] {{0, 0}, {0, 2}, {8, 8}, {10, 8}});
    Tensor c = Tensor.of(new float[][] {{1, 1}, {7, 8}});
    Tensor s = Tensor.of(new float[][] {{1, 0}, {1, 0}, {0, 1}, {0, 1}});
    check.that("squared distances", () -> squaredDistances(z, c),
        Tensor.of(new float[][] {{2, 113}, {2, 85}, {98, 1}, {130, 9}}));
    check.that("gradient by the centroids", () -> centroidGradient(z, c, s),
        Tensor.of(new float[][] {{1, 0}, {-2, 0}}));
  }
}
