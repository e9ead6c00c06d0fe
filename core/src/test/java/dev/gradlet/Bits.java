package dev.gradlet;

import java.util.Arrays;

/** The elements of a tensor as bits, every NaN alike: what two evaluations must have in common. */
final class Bits {
  private Bits() {}

  static Object[] of(Tensor tensor) {
    return switch (tensor.dtype()) {
      case FLOAT32 -> {
        float[] values = tensor.toFloatArray();
        Integer[] bits = new Integer[values.length];
        Arrays.setAll(bits, i -> Float.floatToIntBits(values[i]));
        yield bits;
      }
      default -> {
        double[] values = tensor.toDoubleArray();
        Long[] bits = new Long[values.length];
        Arrays.setAll(bits, i -> Double.doubleToLongBits(values[i]));
        yield bits;
      }
    };
  }
}
