package dev.gradlet.nn.io;

import dev.gradlet.Autograd;
import dev.gradlet.Tensor;
import dev.gradlet.nn.given.Given;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Named tensors in NumPy's format, as {@code numpy.savez_compressed} writes them: a zip file of {@link Npy} files. */
public final class Npz {
  private static final String SUFFIX = ".npy";

  /** The first that a zip file can tell, so that the same tensors make the same bytes. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * Writes tensors; the old file is there until the new one is complete.
   *
   * @throws DataException if the file cannot be written
   */
  public static void save(Path file, Map<String, ? extends Tensor> tensors) {
    Map<String, Tensor> named = Given.named(Tensor.class, "save", "tensor", tensors);
    Autograd.evaluate(named.values());
    AtomicFile.write(file, out -> {
      ZipOutputStream zip = new ZipOutputStream(out);
      for (Map.Entry<String, Tensor> tensor : named.entrySet()) {
        ZipEntry entry = new ZipEntry(tensor.getKey() + SUFFIX);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        Npy.write(zip, tensor.getValue());
        zip.closeEntry();
      }
      zip.finish();
    });
  }

  /**
   * The tensors of a file by name.
   *
   * @throws DataException if it cannot be read, or something in it is not of NumPy's format or there twice
   */
  public static Map<String, Tensor> load(Path file) {
    return load(file, Elements.room());
  }

  /** @param room how many bytes of memory all tensors together may take */
  static Map<String, Tensor> load(Path file, long room) {
    if (!Files.exists(Given.notNull("load", "the file", file))) {
      throw DataException.unreadable(file, new NoSuchFileException(file.toString()));
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    long left = room;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        if (!name.endsWith(SUFFIX) || tensors.containsKey(key(name))) {
          throw new DataException(file + ": '" + name + "' "
              + (name.endsWith(SUFFIX) ? "is there twice" : "is no " + SUFFIX + " file, as all in it must be"));
        }
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry), 1 << 16)) {
          Tensor tensor = Npy.read(file + ": '" + name + "'", in, left);
          tensors.put(key(name), tensor);
          left -= Elements.bytes(tensor);
        }
      }
    } catch (IllegalArgumentException e) {
      // A name that is no UTF-8.
      throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw DataException.unreadable(file, e);
    }
    return Collections.unmodifiableMap(tensors);
  }

  private static String key(String name) {
    return name.substring(0, name.length() - SUFFIX.length());
  }
}
