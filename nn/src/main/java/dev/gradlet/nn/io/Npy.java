package dev.gradlet.nn.io;

import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One tensor in NumPy's format: {@code numpy.load} reads what is saved here, and the other way. Booleans, integers that
 * fit INT32 and floats of 2, 4 and 8 bytes are read, of either byte order, row- or column-major.
 *
 * <p>The format: the bytes {@code 93 NUMPY}, a version, the length of the header, a Python dictionary such as
 * {@code {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }}, the elements (numpy.lib.format).
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final Pattern HEADER = Pattern.compile(
      "\\s*\\{\\s*'descr'\\s*:\\s*'([<>|=])(\\w+)'\\s*,\\s*'fortran_order'\\s*:\\s*(True|False)\\s*,"
          + "\\s*'shape'\\s*:\\s*\\(([\\d\\s,]*)\\)\\s*,?\\s*\\}\\s*");

  private Npy() {}

  /**
   * Writes a tensor; the old file is there until the new one is complete.
   *
   * @throws DataException if the file cannot be written
   */
  public static void save(Path file, Tensor tensor) {
    Given.notNull("save", "the tensor", tensor).evaluate();
    AtomicFile.write(file, out -> write(out, tensor));
  }

  /**
   * The tensor of a file.
   *
   * @throws DataException if it cannot be read or is not of this format
   */
  public static Tensor load(Path file) {
    Given.notNull("load", "the file", file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return read(file.toString(), in, Elements.room());
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  static void write(OutputStream out, Tensor tensor) throws IOException {
    ElementType type = ElementType.of(tensor.dtype());
    int[] sizes = tensor.shape().toArray();
    String shape = Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    String header = "{'descr': '" + (type.bytes == 1 ? "|" : "<") + type.numpy()
        + "', 'fortran_order': False, 'shape': (" + shape + (sizes.length == 1 ? ",), }" : "), }");
    int length = MAGIC.length + 4 + header.length() + 1;
    header += " ".repeat((64 - length % 64) % 64) + "\n";
    out.write(MAGIC);
    out.write(new byte[] {1, 0});
    out.write(ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort((short) header.length()).array());
    out.write(header.getBytes(StandardCharsets.ISO_8859_1));
    Elements.write(out, tensor);
  }

  /** @param room how many bytes of memory the tensor may take */
  static Tensor read(String file, InputStream in, long room) throws IOException {
    try {
      Tensor tensor = read(in, room);
      if (in.read() != -1) {
        throw new DataException("there are bytes after the last element");
      }
      return tensor;
    } catch (EOFException e) {
      throw new DataException(file + ": cut off", e);
    } catch (DataException e) {
      throw new DataException(file + ": " + e.getMessage(), e);
    }
  }

  private static Tensor read(InputStream in, long room) throws IOException {
    String header = header(in);
    Matcher parts = HEADER.matcher(header);
    if (!parts.matches()) {
      throw new DataException("the header must tell of one array of numbers, not " + header.strip());
    }
    String name = parts.group(2);
    ElementType type = Arrays.stream(ElementType.values()).filter(t -> name.equals(t.numpy())).findFirst().orElseThrow(
        () -> new DataException("the elements are of type " + name + ", must be one of "
            + Arrays.stream(ElementType.values()).map(ElementType::numpy).filter(Objects::nonNull).toList()));
    ByteOrder order = parts.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    long[] sizes = sizes(parts.group(4));
    boolean isColumnMajor = parts.group(3).equals("True");
    if (!isColumnMajor) {
      return Elements.read(in, room, type, order, sizes);
    }
    int[] reversed = IntStream.range(0, sizes.length).map(i -> sizes.length - 1 - i).toArray();
    long[] sizesInFile = Arrays.stream(reversed).mapToLong(i -> sizes[i]).toArray();
    return Elements.read(in, room, type, order, sizesInFile).permute(reversed);
  }

  /** The numbers of a tuple, such as {@code "2, 3"} or {@code "2,"}. */
  private static long[] sizes(String tuple) {
    String[] numbers = tuple.isBlank() ? new String[0] : tuple.strip().replaceFirst(",$", "").split(",", -1);
    if (numbers.length > Elements.MAX_AXES) {
      throw new DataException("there are " + numbers.length + " axes, at most " + Elements.MAX_AXES + " are read");
    }
    try {
      return Arrays.stream(numbers).mapToLong(number -> Long.parseLong(number.strip())).toArray();
    } catch (NumberFormatException e) {
      throw new DataException("the shape (" + tuple + ") must be a tuple of numbers below 2^63", e);
    }
  }

  private static String header(InputStream in) throws IOException {
    byte[] magic = in.readNBytes(8);
    if (magic.length < 8 || !Arrays.equals(magic, 0, 6, MAGIC, 0, 6) || magic[6] < 1 || magic[6] > 3) {
      throw new DataException("not an npy file of version 1 to 3: it must begin with the bytes 93 NUMPY 01");
    }
    byte[] size = in.readNBytes(magic[6] == 1 ? 2 : 4);
    if (size.length < (magic[6] == 1 ? 2 : 4)) {
      throw new EOFException();
    }
    ByteBuffer buffer = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN);
    int length = magic[6] == 1 ? buffer.getShort() & 0xFFFF : buffer.getInt();
    if (length < 0 || length > MAX_HEADER) {
      throw new DataException(
          "the header is of " + Integer.toUnsignedString(length) + " bytes, at most " + MAX_HEADER + " are read");
    }
    byte[] header = in.readNBytes(length);
    if (header.length < length) {
      throw new EOFException();
    }
    return new String(header, StandardCharsets.UTF_8);
  }
}
