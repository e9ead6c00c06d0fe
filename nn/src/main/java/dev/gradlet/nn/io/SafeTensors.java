package dev.gradlet.nn.io;

import dev.gradlet.Autograd;
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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named tensors in the safetensors format, which PyTorch, JAX, MLX and others read and write:
 *
 * <pre>{@code
 * SafeTensors.save(file, model.stateDict());
 * model.loadStateDict(SafeTensors.load(file));
 * }</pre>
 *
 * <p>FLOAT32, FLOAT64, INT32 and BOOL are written as F32, F64, I32 and BOOL. Read are these, F16 and BF16 as FLOAT32,
 * and integers of any width as INT32, where all values fit. A file is 8 bytes with the length of the header, a
 * little-endian unsigned integer; the header in JSON, for each tensor {@code "name": {"dtype": "F32", "shape": [2, 3],
 * "data_offsets": [begin, end]}}; the elements, little-endian and row-major, with no bytes between, before or after
 * them (github.com/huggingface/safetensors, "Format").
 */
public final class SafeTensors {
  private SafeTensors() {}

  /**
   * What is in a file.
   *
   * @param tensors in the order of their names in the header
   * @param metadata texts by name, empty if there are none
   */
  public record Contents(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  /** Writes tensors; the old file is there until the new one is complete. */
  public static void save(Path file, Map<String, ? extends Tensor> tensors) {
    save(file, tensors, Map.of());
  }

  /**
   * Writes tensors, and texts that tell about them; the old file is there until the new one is complete.
   *
   * @throws DataException if the file cannot be written
   * @throws IllegalArgumentException if a tensor is named {@code __metadata__}
   */
  public static void save(Path file, Map<String, ? extends Tensor> tensors, Map<String, String> metadata) {
    Map<String, Tensor> named = Given.named(Tensor.class, "save", "tensor", tensors);
    SafeTensorsHeader header = SafeTensorsHeader.of(named, Given.named(String.class, "save", "metadata", metadata));
    Autograd.evaluate(named.values());
    byte[] json = header.toJson();
    AtomicFile.write(file, out -> {
      out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).array());
      out.write(json);
      for (SafeTensorsHeader.Entry entry : header.entries()) {
        Elements.write(out, named.get(entry.name()));
      }
    });
  }

  /**
   * The tensors of a file by name.
   *
   * @throws DataException if it cannot be read or is not of this format
   */
  public static Map<String, Tensor> load(Path file) {
    return read(file).tensors();
  }

  /**
   * The tensors of a file by name, and its metadata.
   *
   * @throws DataException if it cannot be read or is not of this format
   */
  public static Contents read(Path file) {
    Given.notNull("load", "the file", file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return read(file.toString(), in, Files.size(file));
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
  }

  static Contents read(String file, InputStream in, long length) throws IOException {
    try {
      byte[] json = header(in, length);
      SafeTensorsHeader header = SafeTensorsHeader.parse(json, length - 8 - json.length);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (SafeTensorsHeader.Entry entry : header.entries()) {
        tensors.put(entry.name(), tensor(entry, in));
      }
      Map<String, Tensor> named = new LinkedHashMap<>();
      header.names().forEach(name -> named.put(name, tensors.get(name)));
      return new Contents(Collections.unmodifiableMap(named), header.metadata());
    } catch (EOFException e) {
      throw new DataException(file + ": cut off while it was read", e);
    } catch (DataException e) {
      throw new DataException(file + ": " + e.getMessage(), e.getCause());
    }
  }

  private static byte[] header(InputStream in, long length) throws IOException {
    byte[] prefix = in.readNBytes(8);
    long claimed = prefix.length < 8 ? -1 : ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (claimed < 2 || claimed > Math.min(length - 8, SafeTensorsHeader.MAX_BYTES)) {
      throw new DataException("not a safetensors file: the first 8 bytes must be the length of the header, from 2 to "
          + Math.max(2, Math.min(length - 8, SafeTensorsHeader.MAX_BYTES)) + " in a file of " + length + " bytes");
    }
    byte[] json = in.readNBytes((int) claimed);
    if (json.length < claimed) {
      throw new EOFException();
    }
    return json;
  }

  private static Tensor tensor(SafeTensorsHeader.Entry entry, InputStream in) throws IOException {
    try {
      return Elements.read(in, entry.type(), ByteOrder.LITTLE_ENDIAN, entry.sizes());
    } catch (DataException e) {
      throw new DataException("tensor '" + entry.name() + "': " + e.getMessage(), e);
    }
  }
}
