package dev.gradlet.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * An array of unsigned bytes in the IDX format of the MNIST files: two zero bytes, the type 8, the rank, each size as a
 * big-endian int, then the values. Gzipped where its name ends in {@code .gz}.
 */
record Idx(String name, int[] sizes, byte[] values) {
  private static final int UNSIGNED_BYTE = 8;

  static Idx read(Path file) {
    try (var in = Files.newInputStream(file)) {
      return read(file.toString(), file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in);
    } catch (NoSuchFileException e) {
      throw new DataException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads {@code name} or {@code name.gz}, whichever lies in the directory. */
  static Idx read(Path directory, String name) {
    var plain = directory.resolve(name);
    return read(Files.exists(plain) ? plain : directory.resolve(name + ".gz"));
  }

  static Idx read(String name, InputStream in) throws IOException {
    var magic = ByteBuffer.wrap(in.readNBytes(4));
    if (magic.remaining() < 4 || magic.getShort() != 0 || magic.get() != UNSIGNED_BYTE) {
      throw new DataException(name + ": not an IDX file of unsigned bytes: it should begin with the bytes 0, 0, 8");
    }
    int rank = magic.get();
    var header = in.readNBytes(4 * rank);
    var sizes = new int[rank];
    if (rank > 0 && header.length == 4 * rank) {
      ByteBuffer.wrap(header).asIntBuffer().get(sizes);
    }
    long count = 1;
    for (int size : sizes) {
      count = size <= 0 || count > Integer.MAX_VALUE ? -1 : count * size;
    }
    if (count <= 0 || count > Integer.MAX_VALUE - 8) {
      throw new DataException(name + ": its header gives the sizes " + Arrays.toString(sizes) + ", which cannot be");
    }
    var values = in.readNBytes((int) count);
    if (values.length < count) {
      throw new DataException(
          "%s: cut off: %d values were expected for the sizes %s, %d are there"
              .formatted(name, count, Arrays.toString(sizes), values.length));
    }
    return new Idx(name, sizes, values);
  }

  /** How many items lie along the first axis. */
  int count() {
    return sizes[0];
  }

  /** How many values one item has. */
  int width() {
    return values.length / sizes[0];
  }
}
