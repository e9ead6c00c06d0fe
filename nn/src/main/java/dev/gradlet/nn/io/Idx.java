package dev.gradlet.nn.io;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The format of the MNIST files: two zero bytes, the type, the rank, each size, then the elements, big-endian
 * (yann.lecun.com/exdb/mnist). Gzipped where the name ends in {@code .gz}.
 */
public final class Idx {
  private static final Map<Byte, ElementType> TYPES = Map.of(
      (byte) 8, ElementType.U8, (byte) 9, ElementType.I8, (byte) 11, ElementType.I16, (byte) 12, ElementType.I32,
      (byte) 13, ElementType.F32, (byte) 14, ElementType.F64);

  private Idx() {}

  /**
   * The tensor of a file: integers, MNIST's bytes among them, as INT32.
   *
   * @throws DataException if it cannot be read or is not of this format
   */
  public static Tensor load(Path file) {
    try (InputStream in = Files.newInputStream(Given.notNull("load", "the file", file))) {
      return read(file.toString(), new BufferedInputStream(
          file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in, 1 << 16));
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  /**
   * The tensor of the file {@code name} or {@code name.gz}, whichever lies in the directory.
   *
   * @throws DataException if it cannot be read or is not of this format
   */
  public static Tensor load(Path directory, String name) {
    Path plain = Given.notNull("load", "the directory", directory).resolve(Given.notNull("load", "the name", name));
    return load(Files.exists(plain) ? plain : directory.resolve(name + ".gz"));
  }

  static Tensor read(String file, InputStream in) throws IOException {
    byte[] magic = in.readNBytes(4);
    if (magic.length < 4 || magic[0] != 0 || magic[1] != 0 || !TYPES.containsKey(magic[2]) || magic[3] < 0) {
      throw new DataException(
          file + ": not an IDX file: it must begin with two zero bytes, a type (8, 9 or from 11 to 14) and the rank");
    }
    byte[] header = in.readNBytes(4 * magic[3]);
    if (header.length < 4 * magic[3]) {
      throw new DataException(file + ": cut off within its sizes");
    }
    int[] sizes = new int[magic[3]];
    ByteBuffer.wrap(header).asIntBuffer().get(sizes);
    try {
      Tensor tensor = Elements.read(
          in, TYPES.get(magic[2]), ByteOrder.BIG_ENDIAN, Arrays.stream(sizes).asLongStream().toArray());
      if (in.read() != -1) {
        throw new DataException("there are bytes after the last element of the sizes " + Arrays.toString(sizes));
      }
      return tensor;
    } catch (EOFException e) {
      throw new DataException(file + ": cut off: there are fewer elements than its sizes " + Arrays.toString(sizes)
          + " say", e);
    } catch (DataException e) {
      throw new DataException(file + ": " + e.getMessage(), e);
    }
  }
}
