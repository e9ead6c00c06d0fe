package dev.gradlet;

/**
 * The type of a tensor's elements. {@link #FLOAT32} (the default) and {@link #FLOAT64} compute and differentiate;
 * {@link #INT32} and {@link #BOOL} hold indices, labels and masks.
 */
public enum DType {
  /** A mask: true or false, 1 or 0 where it is counted. */
  BOOL,
  /** Integers of 32 bits, modulo 2³². */
  INT32,
  /** Floating-point numbers of 32 bits. */
  FLOAT32,
  /** Floating-point numbers of 64 bits. */
  FLOAT64;

  /** Whether values of this type have gradients. */
  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /**
   * The type of the result of an operation on two tensors: the wider one, BOOL &lt; INT32 &lt; FLOAT32 &lt; FLOAT64.
   */
  static DType promote(DType a, DType b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** The type in which a floating-point function of this type is computed: integers and masks become FLOAT32. */
  DType floating() {
    return isFloating() ? this : FLOAT32;
  }
}
