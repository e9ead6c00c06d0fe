package dev.gradlet.nn;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;

/**
 * A tensor that a module keeps but does not learn, such as a running mean: in the state dict, not in
 * {@link Module#parameters()}. Modules find it by its type, like a {@link Parameter}. A constant that needs no saving,
 * such as a mask computed from a size, is an ordinary Tensor in a field.
 */
public final class Buffer {
  private volatile Tensor value;

  private Buffer(Tensor value) {
    this.value = value.detach();
  }

  /** A new buffer that starts from this value, of any dtype, whose history it does not share. */
  public static Buffer of(Tensor value) {
    return new Buffer(Given.notNull("Buffer", "value", value));
  }

  /** What it is now. It has no history; a later {@link #assign} does not change it. */
  public Tensor value() {
    return value;
  }

  /**
   * Gives it a new value, without that value's history. The value is not computed here.
   *
   * @throws IllegalArgumentException if shape or dtype differ from those it started with
   */
  public void assign(Tensor value) {
    Given.notNull("Buffer", "value", value);
    if (!value.shape().equals(this.value.shape()) || value.dtype() != this.value.dtype()) {
      throw new IllegalArgumentException("Buffer: value of shape " + value.shape() + " and dtype " + value.dtype()
          + " for a buffer of shape " + this.value.shape() + " and dtype " + this.value.dtype());
    }
    this.value = value.detach();
  }

  @Override
  public String toString() {
    return "Buffer" + value.shape();
  }
}
