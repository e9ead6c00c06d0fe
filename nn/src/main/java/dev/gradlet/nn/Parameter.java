package dev.gradlet.nn;

import dev.gradlet.Tensor;

/**
 * A tensor that is learnt: a leaf variable that requires a gradient, which modules and optimizers find by its type.
 *
 * <p>It says of itself whether it is decayed, and whether it is learnt at present:
 *
 * <pre>{@code
 * var centroids = Parameter.of(KMeans.plusPlus(codes, 10)).noDecay();
 * model.encoder().freeze();
 * }</pre>
 */
public final class Parameter extends Tensor {
  private volatile boolean isDecayed = true;
  private volatile boolean isFrozen;

  private Parameter(Tensor value) {
    super(value);
  }

  /**
   * A new parameter that starts from this value, whose history it does not share.
   *
   * @throws IllegalArgumentException if the value is not floating-point
   */
  public static Parameter of(Tensor value) {
    return new Parameter(Checks.floating("Parameter", "value", value));
  }

  /**
   * No weight decay from now on, whatever optimizer and group say: for what is no weight in spite of its rank, such as
   * centroids and embeddings. {@link Module#weights()} leaves it out. Returns this.
   */
  @CanIgnoreReturnValue
  public Parameter noDecay() {
    isDecayed = false;
    return this;
  }

  /** Weight decay as optimizer and group say, as from the start. Returns this. */
  @CanIgnoreReturnValue
  public Parameter decay() {
    isDecayed = true;
    return this;
  }

  /** Whether weight decay applies to it, as it does until {@link #noDecay}. */
  public boolean isDecayed() {
    return isDecayed;
  }

  /**
   * Not learnt until it is unfrozen: optimizers leave its bits alone, decay included, and clipping does not count its
   * gradient. Returns this.
   */
  @CanIgnoreReturnValue
  public Parameter freeze() {
    isFrozen = true;
    return this;
  }

  /** Learnt again, from what optimizers kept for it. Returns this. */
  @CanIgnoreReturnValue
  public Parameter unfreeze() {
    isFrozen = false;
    return this;
  }

  /** Whether it is left as it is, from {@link #freeze} to {@link #unfreeze}. */
  public boolean isFrozen() {
    return isFrozen;
  }
}
