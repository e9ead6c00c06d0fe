package lesson07;

import course.Check;
import course.Exercise;
import dev.gradlet.Tensor;

/** Replace each blank() by a line of your own. */
public class Exercises implements Exercise {

  /** 1. One step of SGD with weight decay, without an optimizer: from w and its gradient to the new w. */
  protected Tensor sgdStep(Tensor w, Tensor gradient, double learningRate, double decay) {
    return Exercise.blank();
  }

  /** 2. What AdamW does to w before the step that Adam would take without decay. */
  protected Tensor decoupledDecay(Tensor w, double learningRate, double decay) {
    return Exercise.blank();
  }

  @Override
  public void check(Check check) {
    check.that("SGD: w = 2, gradient 3, η = 0.1, wd = 0.5", () -> sgdStep(Tensor.scalar(2f), Tensor.scalar(3f), 0.1, 0.5),
        Tensor.scalar(1.6f));
    check.that("AdamW, the decay alone", () -> decoupledDecay(Tensor.scalar(2f), 0.1, 0.5), Tensor.scalar(1.9f));
  }
}
