package dev.gradlet.nn.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that cannot be read, written or used as it is; the message is for whoever supplied it: where, and what was
 * expected.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** @param message the file, the place in it, what is wrong, what was expected */
  public DataException(String message) {
    super(message);
  }

  /** @param message the file, the place in it, what is wrong, what was expected */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }

  static DataException unreadable(Path file, IOException e) {
    return new DataException(
        file + (e instanceof NoSuchFileException ? ": there is no such file" : ": cannot be read: " + reason(e)), e);
  }

  static DataException unwritable(Path file, IOException e) {
    return new DataException(file + ": cannot be written: " + reason(e), e);
  }

  private static String reason(IOException e) {
    return e.getMessage() != null ? e.getMessage()
        : e instanceof EOFException ? "it is cut off"
        : e.getClass().getSimpleName();
  }
}
