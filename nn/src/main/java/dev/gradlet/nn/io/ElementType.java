package dev.gradlet.nn.io;

import dev.gradlet.DType;
import java.nio.ByteBuffer;
import java.util.Locale;

/** The types of elements in files, and what they become as tensors: an integer of any width an INT32, if it fits. */
enum ElementType {
  BOOL(1, DType.BOOL),
  U8(1, DType.INT32),
  I8(1, DType.INT32),
  U16(2, DType.INT32),
  I16(2, DType.INT32),
  U32(4, DType.INT32),
  I32(4, DType.INT32),
  U64(8, DType.INT32),
  I64(8, DType.INT32),
  F16(2, DType.FLOAT32),
  BF16(2, DType.FLOAT32),
  F32(4, DType.FLOAT32),
  F64(8, DType.FLOAT64);

  /** The size of an element. */
  final int bytes;

  /** What it is read as. */
  final DType dtype;

  ElementType(int bytes, DType dtype) {
    this.bytes = bytes;
    this.dtype = dtype;
  }

  /** What tensors of a dtype are written as. */
  static ElementType of(DType dtype) {
    return switch (dtype) {
      case BOOL -> BOOL;
      case INT32 -> I32;
      case FLOAT32 -> F32;
      case FLOAT64 -> F64;
    };
  }

  /**
   * Reads as many elements as the buffer has into an array of {@link #dtype}.
   *
   * @param at the place of the first in the array
   * @throws DataException for a value that this dtype does not have
   */
  void read(ByteBuffer from, Object array, int at) {
    int n = from.remaining() / bytes;
    switch (this) {
      case F32 -> from.asFloatBuffer().get((float[]) array, at, n);
      case F64 -> from.asDoubleBuffer().get((double[]) array, at, n);
      case I32 -> from.asIntBuffer().get((int[]) array, at, n);
      case F16, BF16 -> {
        for (int i = 0; i < n; i++) {
          short bits = from.getShort();
          ((float[]) array)[at + i] = this == F16 ? half(bits) : Float.intBitsToFloat(bits << 16);
        }
      }
      case BOOL -> {
        for (int i = 0; i < n; i++) {
          ((boolean[]) array)[at + i] = exact(at + i, from.get(), 0, 1) == 1;
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          ((int[]) array)[at + i] = (int) exact(at + i, integer(from), Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
      }
    }
  }

  private long integer(ByteBuffer from) {
    return switch (this) {
      case U8 -> from.get() & 0xFF;
      case I8 -> from.get();
      case U16 -> from.getShort() & 0xFFFF;
      case I16 -> from.getShort();
      case U32 -> from.getInt() & 0xFFFFFFFFL;
      case U64, I64 -> from.getLong();
      default -> throw new AssertionError(this);
    };
  }

  private long exact(int index, long value, long least, long most) {
    if (value < least || value > most || this == U64 && value < 0) {
      throw new DataException("element " + index + ", of type " + this + ", is "
          + (this == U64 ? Long.toUnsignedString(value) : value) + ", must be from " + least + " to " + most);
    }
    return value;
  }

  /** IEEE 754 binary16: 1 bit sign, 5 exponent with bias 15, 10 fraction. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    float magnitude = exponent == 0 ? fraction * 0x1p-24f
        : exponent == 31 ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
        : Float.intBitsToFloat(exponent + 127 - 15 << 23 | fraction << 13);
    return bits < 0 ? -magnitude : magnitude;
  }

  /** Writes elements from {@code at} on of an array of {@link #dtype}, as many as the buffer has room for. */
  void write(Object array, int at, ByteBuffer to) {
    int n = to.remaining() / bytes;
    switch (this) {
      case F32 -> to.asFloatBuffer().put((float[]) array, at, n);
      case F64 -> to.asDoubleBuffer().put((double[]) array, at, n);
      case I32 -> to.asIntBuffer().put((int[]) array, at, n);
      case BOOL -> {
        for (int i = 0; i < n; i++) {
          to.put(i, (byte) (((boolean[]) array)[at + i] ? 1 : 0));
        }
      }
      default -> throw new AssertionError(this);
    }
  }

  /** NumPy's letter and width, such as {@code f4}; null where it has none. */
  String numpy() {
    String letter = switch (this) {
      case BOOL -> "b";
      case BF16 -> null;
      default -> name().substring(0, 1).toLowerCase(Locale.ROOT);
    };
    return letter == null ? null : letter + bytes;
  }
}
