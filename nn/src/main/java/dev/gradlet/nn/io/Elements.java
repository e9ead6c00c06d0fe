package dev.gradlet.nn.io;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The elements of one tensor in a file, row-major, read and written a chunk at a time. */
final class Elements {
  /** As in NumPy. */
  static final int MAX_AXES = 64;

  private static final int CHUNK = 1 << 16;

  private Elements() {}

  /** How many bytes of memory there are at most; a file that is unpacked can be a thousand times as large. */
  static long room() {
    return Runtime.getRuntime().maxMemory();
  }

  /** How many bytes of memory a tensor takes. */
  static long bytes(Tensor tensor) {
    return tensor.elements() * ElementType.of(tensor.dtype()).bytes;
  }

  /** The same with all the memory there is. */
  static Tensor read(InputStream in, ElementType type, ByteOrder order, long... sizes) throws IOException {
    return read(in, room(), type, order, sizes);
  }

  /**
   * Reads a tensor. Memory grows with what is there, never with what is claimed.
   *
   * @param room how many bytes it may take
   * @throws EOFException if there are fewer elements
   * @throws DataException if there are more elements than an array or the room has, or a value does not fit
   */
  static Tensor read(InputStream in, long room, ElementType type, ByteOrder order, long... sizes) throws IOException {
    long count = count(sizes);
    if (count > Integer.MAX_VALUE - 8) {
      throw new DataException(count + " elements are more than an array has");
    }
    if (count > room / ElementType.of(type.dtype).bytes) {
      throw new DataException(count + " elements " + type.dtype + " take more memory than the " + room
          + " bytes that Java has left for them (option -Xmx)");
    }
    Object array = array(type.dtype, (int) Math.min(count, CHUNK));
    int length = (int) Math.min(count, CHUNK);
    for (int at = 0; at < count;) {
      int n = (int) Math.min(CHUNK, count - at);
      byte[] bytes = in.readNBytes(n * type.bytes);
      if (bytes.length < n * type.bytes) {
        throw new EOFException();
      }
      if (at + n > length) {
        length = (int) Math.min(count, Math.max(2L * length, at + n));
        array = resized(array, length);
      }
      type.read(ByteBuffer.wrap(bytes).order(order), array, at);
      at += n;
    }
    return tensor(array).reshape(sizes);
  }

  /** @throws DataException if a size is negative or no int, or their product no long */
  static long count(long... sizes) {
    long count = 1;
    boolean isEmpty = false;
    for (long size : sizes) {
      isEmpty |= size == 0;
      if (size < 0 || size > Integer.MAX_VALUE || !isEmpty && count > Long.MAX_VALUE / size) {
        throw new DataException(
            "the sizes " + Arrays.toString(sizes) + " must be from 0 to 2^31-1 each, and their product below 2^63");
      }
      count *= size;
    }
    return count;
  }

  static void write(OutputStream out, Tensor tensor) throws IOException {
    ElementType type = ElementType.of(tensor.dtype());
    Object array = array(tensor);
    byte[] bytes = new byte[CHUNK * type.bytes];
    for (int at = 0, left = (int) tensor.elements(); left > 0; at += CHUNK, left -= CHUNK) {
      int length = Math.min(CHUNK, left) * type.bytes;
      type.write(array, at, ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN));
      out.write(bytes, 0, length);
    }
  }

  private static Object array(DType dtype, int length) {
    return switch (dtype) {
      case BOOL -> new boolean[length];
      case INT32 -> new int[length];
      case FLOAT32 -> new float[length];
      case FLOAT64 -> new double[length];
    };
  }

  private static Object resized(Object array, int length) {
    return array instanceof float[] floats ? Arrays.copyOf(floats, length)
        : array instanceof double[] doubles ? Arrays.copyOf(doubles, length)
        : array instanceof int[] ints ? Arrays.copyOf(ints, length)
        : Arrays.copyOf((boolean[]) array, length);
  }

  private static Tensor tensor(Object array) {
    return array instanceof float[] floats ? Tensor.of(floats)
        : array instanceof double[] doubles ? Tensor.of(doubles)
        : array instanceof int[] ints ? Tensor.of(ints)
        : Tensor.of((boolean[]) array);
  }

  private static Object array(Tensor tensor) {
    return switch (tensor.dtype()) {
      case BOOL -> tensor.toBooleanArray();
      case INT32 -> tensor.toIntArray();
      case FLOAT32 -> tensor.toFloatArray();
      case FLOAT64 -> tensor.toDoubleArray();
    };
  }
}
