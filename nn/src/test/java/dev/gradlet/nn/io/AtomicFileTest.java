package dev.gradlet.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final int PARTS = 16;

  @TempDir
  Path folder;

  /** A process that writes files of one byte over and over, another one every time, until it is killed. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      byte[] bytes = new byte[1 << 18];
      for (byte i = 0;; i++) {
        Arrays.fill(bytes, i);
        AtomicFile.write(Path.of(arguments[0]), out -> {
          for (int part = 0; part < PARTS; part++) {
            out.write(bytes);
          }
        });
        System.out.println(i);
      }
    }
  }

  @Test
  void write_processKilledTwentyTimes_leavesAWholeFile() throws Exception {
    Path file = folder.resolve("x.safetensors");
    Random random = new Random(7);
    for (int kill = 0; kill < 20; kill++) {
      Process process = new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC", "-Xmx100m", "-cp", System.getProperty("java.class.path"), Writer.class.getName(),
              file.toString())
          .redirectError(Redirect.DISCARD)
          .start();
      assertThat(process.getInputStream().read()).as("a first file was written").isNotEqualTo(-1);
      TimeUnit.MICROSECONDS.sleep(random.nextInt(30_000));
      process.destroyForcibly().waitFor();

      byte[] bytes = Files.readAllBytes(file);
      byte[] whole = new byte[PARTS << 18];
      Arrays.fill(whole, bytes[0]);
      assertThat(Arrays.equals(bytes, whole)).as("kill %d: %d bytes from %d", kill, bytes.length, bytes[0]).isTrue();
    }
  }

  @Test
  void write_contentFails_leavesTheOldFileAloneInItsDirectory() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "old");

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> AtomicFile.write(file, out -> {
          out.write(new byte[1 << 20]);
          throw new IOException("the disk is full");
        }))
        .withMessage(file + ": cannot be written: the disk is full");

    assertThat(file).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void write_symbolicLink_replacesWhatItLeadsTo() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    AtomicFile.write(link, out -> out.write('n'));

    assertThat(file).hasContent("n");
    assertThat(link).isSymbolicLink();
  }
}
