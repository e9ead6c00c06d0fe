package dev.gradlet.nn;

import dev.gradlet.Generator;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * In training each element is 0 with a probability p, and otherwise divided by 1 − p, so that the expectation stays
 * (Srivastava et al. 2014); in evaluation mode nothing is changed. Which elements, is drawn at each call and stays for
 * the result: its gradient, and whatever is computed from it later, see the same.
 */
public final class Dropout implements Layer, Modal {
  private final double p;
  private final Generator random;
  private volatile boolean isTraining = true;

  /** p = 0.5, with the standard generator. */
  public Dropout() {
    this(0.5);
  }

  /** With the standard generator. */
  public Dropout(double p) {
    this(p, Generator.standard());
  }

  /** @throws IllegalArgumentException if p is not from 0 to 1 */
  public Dropout(double p, Generator random) {
    this.p = Checks.probability("Dropout", "p", p);
    this.random = Given.notNull("Dropout", "random", random);
  }

  @Override
  public Tensor forward(Tensor x) {
    Checks.floating("Dropout", "input", x);
    if (!isTraining || p == 0) {
      return x;
    }
    Tensor isKept = Tensor.rand(random, Axes.sizes(x.shape())).ge(p);
    return x.mul(isKept.to(x.dtype()).mul(p == 1 ? 0 : 1 / (1 - p)));
  }

  @Override
  public void training(boolean training) {
    isTraining = training;
  }

  @Override
  public boolean isTraining() {
    return isTraining;
  }

  @Override
  public String toString() {
    return "Dropout[p=" + p + "]";
  }
}
