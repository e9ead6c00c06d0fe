package dev.gradlet.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Buffer;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.Module;
import dev.gradlet.nn.Parameter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files in which bytes were changed at random are read or refused with a sentence, and take no memory to speak of.
 * {@code -Dgradlet.mutations=N} makes N of each format.
 */
class MutationsTest {
  private static final Integer COUNT = Integer.getInteger("gradlet.mutations");
  private static final String CHARACTERS = "0123456789\"[]{},:F-e'()<>|fiub \n\u00ff";

  record Net(Linear linear, Parameter scale, Buffer mask) implements Module {}

  enum Format {
    SAFETENSORS(100_000) {
      @Override
      void write(Path file) {
        Net net = new Net(new Linear(2, 3), Parameter.of(Tensor.scalar(2.0)), Buffer.of(Tensor.of(true, false)));
        SafeTensors.save(file, net.stateDict(), Map.of("epoch", "3"));
      }

      @Override
      void read(Path file, byte[] bytes) throws IOException {
        SafeTensors.read("x", new ByteArrayInputStream(bytes), bytes.length);
      }
    },
    NPY(10_000) {
      @Override
      void write(Path file) {
        Npy.save(file, Tensor.arange(6).reshape(2, 3));
      }

      @Override
      void read(Path file, byte[] bytes) throws IOException {
        Npy.read("x", new ByteArrayInputStream(bytes), Elements.room());
      }
    },
    NPZ(1_000) {
      @Override
      void write(Path file) {
        Npz.save(file, Map.of("a", Tensor.arange(6).reshape(2, 3), "b", Tensor.ones(2)));
      }

      @Override
      void read(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        Npz.load(file);
      }
    },
    IDX(10_000) {
      @Override
      void write(Path file) throws IOException {
        Files.write(file, HexFormat.of().parseHex("0000080300000002000000010000000201020304"));
      }

      @Override
      void read(Path file, byte[] bytes) throws IOException {
        Idx.read("x", new ByteArrayInputStream(bytes));
      }
    },
    CSV(5_000) {
      @Override
      void write(Path file) throws IOException {
        Files.writeString(file, "name,size\n\"a \"\"q\"\"\",1.5\nb,-2e3\n");
      }

      @Override
      void read(Path file, byte[] bytes) {
        Csv csv = Csv.read("x", new ByteArrayInputStream(bytes), Csv.Header.PRESENT);
        csv.classes("1");
        csv.tensor("2");
      }
    };

    private final int count;

    Format(int count) {
      this.count = COUNT == null ? count : COUNT;
    }

    abstract void write(Path file) throws IOException;

    abstract void read(Path file, byte[] bytes) throws IOException;
  }

  @TempDir
  Path folder;

  @ParameterizedTest
  @EnumSource
  void read_randomMutations_areRefusedOrAreFiles(Format format) throws IOException {
    Path path = folder.resolve("x");
    format.write(path);
    byte[] file = Files.readAllBytes(path);
    Random random = new Random(7);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int refused = 0;
    for (int i = 0; i < format.count; i++) {
      byte[] mutant = mutated(file, random);
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        format.read(path, mutant);
      } catch (DataException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("mutation " + i + ": " + new String(mutant, StandardCharsets.ISO_8859_1), e);
      }
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      if (allocated > 4_000_000) {
        fail("mutation %d: %d bytes allocated for %s", i, allocated, Arrays.toString(mutant));
      }
    }
    assertThat(refused).isBetween(format.count / 2, format.count - 1);
  }

  /** One to three bytes changed, put in, taken out or doubled, or the end cut off. */
  private static byte[] mutated(byte[] file, Random random) {
    byte[] bytes = file;
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(bytes.length - at, 1 + random.nextInt(16));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(bytes, 0, at);
      int tail = at;
      switch (random.nextInt(6)) {
        case 0 -> out.write(bytes[tail++] ^ 1 << random.nextInt(8));
        case 1 -> out.write(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        case 2 -> {
          out.write(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
          tail++;
        }
        case 3 -> tail += length;
        case 4 -> out.write(bytes, at, length);
        default -> tail = random.nextInt(4) == 0 ? bytes.length : at;
      }
      out.write(bytes, tail, bytes.length - tail);
      bytes = out.size() == 0 ? file : out.toByteArray();
    }
    return bytes;
  }
}
