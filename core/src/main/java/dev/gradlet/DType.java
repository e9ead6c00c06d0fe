package dev.gradlet;

import java.util.Arrays;

/**
 * The type of a tensor's elements. {@link #FLOAT32} (the default) and {@link #FLOAT64} compute and differentiate;
 * {@link #INT32} and {@link #BOOL} hold indices, labels and masks.
 */
public enum DType {
  BOOL,
  INT32,
  FLOAT32,
  FLOAT64;

  /** Elements for which no heap is too small. */
  private static final int FEW = 1 << 16;

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

  /** The same for two tensors, where a scalar does not widen floats that have axes. */
  static DType promote(Tensor a, Tensor b) {
    boolean floats = a.dtype().isFloating() && b.dtype().isFloating();
    if (floats && (a.rank() == 0) != (b.rank() == 0)) {
      return a.rank() == 0 ? b.dtype() : a.dtype();
    }
    return promote(a.dtype(), b.dtype());
  }

  /** The type in which a floating-point function of this type is computed: integers and masks become FLOAT32. */
  DType floating() {
    return isFloating() ? this : FLOAT32;
  }

  /** A new zero-filled array of this type. */
  Object newArray(int length) {
    return switch (this) {
      case BOOL -> new boolean[length];
      case INT32 -> new int[length];
      case FLOAT32 -> new float[length];
      case FLOAT64 -> new double[length];
    };
  }

  /** A new zero-filled array for the elements of a shape, or an error that names the operation. */
  Object newArray(String operation, Shape shape) {
    int length = shape.arrayLength(operation);
    long bytes = (long) length * bytes();
    if (length > FEW && bytes > Runtime.getRuntime().maxMemory()) {
      throw new IllegalArgumentException(
          operation + ": a tensor of shape " + shape + " and dtype " + this + " takes " + bytes
              + " bytes, more than Java may use (" + Runtime.getRuntime().maxMemory() + "); allow more with -Xmx");
    }
    return newArray(length);
  }

  private int bytes() {
    return switch (this) {
      case BOOL -> 1;
      case INT32, FLOAT32 -> 4;
      case FLOAT64 -> 8;
    };
  }

  /** One element of an array of this type, as a double (a mask as 0 or 1). */
  double read(Object array, int index) {
    return switch (this) {
      case BOOL -> ((boolean[]) array)[index] ? 1 : 0;
      case INT32 -> ((int[]) array)[index];
      case FLOAT32 -> ((float[]) array)[index];
      case FLOAT64 -> ((double[]) array)[index];
    };
  }

  /** Sets {@code count} elements from {@code from} on, converting the value to this type. */
  void fill(Object array, int from, int count, double value) {
    switch (this) {
      case BOOL -> Arrays.fill((boolean[]) array, from, from + count, value != 0);
      case INT32 -> Arrays.fill((int[]) array, from, from + count, (int) value);
      case FLOAT32 -> Arrays.fill((float[]) array, from, from + count, (float) value);
      case FLOAT64 -> Arrays.fill((double[]) array, from, from + count, value);
    }
  }
}
