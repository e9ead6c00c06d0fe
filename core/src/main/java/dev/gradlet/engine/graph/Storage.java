package dev.gradlet.engine.graph;

import dev.gradlet.DType;
import dev.gradlet.Shape;
import java.lang.reflect.Array;
import java.util.Arrays;

/** The Java arrays in which the elements of each dtype are kept. */
public final class Storage {
  private static final int LONGEST = Integer.MAX_VALUE - 8;

  /** The length of arrays that are made without checking how much memory there is. */
  private static final int FEW = 1 << 16;

  private Storage() {}

  /** The number of elements as an array's length, or an error that names the operation. */
  public static int length(String operation, Shape shape) {
    long elements = shape.elements();
    if (elements > LONGEST) {
      throw new IllegalArgumentException(
          operation + ": a tensor of shape " + shape + " has " + elements
              + " elements, more than an array can store (2^31-9)");
    }
    return (int) elements;
  }

  /** A new zero-filled array. */
  public static Object zeros(DType dtype, int length) {
    return switch (dtype) {
      case BOOL -> new boolean[length];
      case INT32 -> new int[length];
      case FLOAT32 -> new float[length];
      case FLOAT64 -> new double[length];
    };
  }

  /** A new zero-filled array for the elements of a shape, or an error that names the operation. */
  public static Object zeros(String operation, DType dtype, Shape shape) {
    int length = length(operation, shape);
    long bytes = (long) length * bytes(dtype);
    if (length > FEW && bytes > Runtime.getRuntime().maxMemory()) {
      throw new IllegalArgumentException(
          operation + ": a tensor of shape " + shape + " and dtype " + dtype + " takes " + bytes
              + " bytes, more than Java may use (" + Runtime.getRuntime().maxMemory() + "); allow more with -Xmx");
    }
    return zeros(dtype, length);
  }

  /** The bytes of an element. */
  public static int bytes(DType dtype) {
    return switch (dtype) {
      case BOOL -> 1;
      case INT32, FLOAT32 -> 4;
      case FLOAT64 -> 8;
    };
  }

  /** The dtype of an array's elements. */
  public static DType dtype(Object array) {
    return array instanceof float[] ? DType.FLOAT32
        : array instanceof double[] ? DType.FLOAT64
        : array instanceof int[] ? DType.INT32 : DType.BOOL;
  }

  /** A copy of the first elements. */
  public static Object copyOf(Object array, int length) {
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }

  /** One element as a double (a mask as 0 or 1). */
  public static double read(DType dtype, Object array, int index) {
    return switch (dtype) {
      case BOOL -> ((boolean[]) array)[index] ? 1 : 0;
      case INT32 -> ((int[]) array)[index];
      case FLOAT32 -> ((float[]) array)[index];
      case FLOAT64 -> ((double[]) array)[index];
    };
  }

  /** Sets {@code count} elements from {@code from} on, converting the value to the dtype. */
  public static void fill(DType dtype, Object array, int from, int count, double value) {
    switch (dtype) {
      case BOOL -> Arrays.fill((boolean[]) array, from, from + count, value != 0);
      case INT32 -> Arrays.fill((int[]) array, from, from + count, (int) value);
      case FLOAT32 -> Arrays.fill((float[]) array, from, from + count, (float) value);
      case FLOAT64 -> Arrays.fill((double[]) array, from, from + count, value);
    }
  }
}
