package dev.gradlet.nn.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** Files that are there as they were or as they are to be, whenever the process or the machine stops. */
final class AtomicFile {
  @FunctionalInterface
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes a file beside the old one, forces it to the disk and gives it the name of the old one. Missing directories
   * are made; a symbolic link stays one.
   *
   * @throws DataException if it cannot be written; the old file is there then
   */
  static void write(Path file, Content content) {
    Objects.requireNonNull(file, "save: the file is null");
    try {
      Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
      Path directory = target.getParent();
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory);
      }
      Path part = directory.resolve(
          "." + target.getFileName() + "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part");
      try {
        write(part, target, content);
      } finally {
        Files.deleteIfExists(part);
      }
      forceNames(directory);
    } catch (IOException e) {
      throw DataException.unwritable(file, e);
    }
  }

  private static void write(Path part, Path target, Content content) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
      content.write(out);
      out.flush();
      channel.force(true);
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The new name survives a power cut only when the directory is on the disk; not every system can open one. */
  private static void forceNames(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The content is on the disk, under its old name or its new one.
      return;
    }
  }
}
