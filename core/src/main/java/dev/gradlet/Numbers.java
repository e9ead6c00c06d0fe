package dev.gradlet;

import dev.gradlet.engine.graph.Data;
import dev.gradlet.engine.graph.Storage;
import dev.gradlet.engine.graph.View;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Numbers in expressions, each stored once and looking like a whole tensor. Equal ones, as 0.999 for every weight of an
 * optimizer, are one operand of a plan where they play the same role, so that what repeats a computation with them is
 * found to do so. Beyond that plans know nothing of numbers. That the last ones are remembered saves making them
 * again, and nothing depends on which those are.
 */
final class Numbers {
  private static final int SLOTS = 256;

  /** Elements of shapes that are remembered: a row-major copy, if one is ever made, lives as long. */
  private static final long FEW = 1 << 16;

  private static final AtomicReferenceArray<Known> RECENT = new AtomicReferenceArray<>(SLOTS);

  private record Known(long bits, Tensor tensor) {
    boolean is(long wanted, DType dtype, Shape shape) {
      return bits == wanted && tensor.dtype() == dtype && tensor.shape().equals(shape);
    }
  }

  private Numbers() {}

  /** A constant of a user's: one value everywhere. It is no number of an expression. */
  static Tensor create(double value, DType dtype, Shape shape) {
    Object array = Storage.zeros(Tensor.required("scalar", "dtype", dtype), 1);
    Storage.fill(dtype, array, 0, 1, value);
    return new Tensor(new Data(dtype, array, View.repeated(shape)));
  }

  /** A tensor of that number. */
  static Tensor of(double value, DType dtype, Shape shape) {
    long bits = Double.doubleToRawLongBits(value);
    int slot = slot(31 * (31 * Long.hashCode(bits) + dtype.ordinal()) + shape.hashCode());
    Known known = RECENT.get(slot);
    if (known != null && known.is(bits, dtype, shape)) {
      return known.tensor;
    }
    Tensor tensor = new Tensor(Data.number(dtype, value, shape));
    if (shape.elements() <= FEW) {
      RECENT.set(slot, new Known(bits, tensor));
    }
    return tensor;
  }

  private static int slot(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed >>> 24;
  }
}
