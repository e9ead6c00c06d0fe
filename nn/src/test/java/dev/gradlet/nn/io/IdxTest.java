package dev.gradlet.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gradlet.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxTest {
  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      00000803 00000002 00000001 00000002 01 02 03 ff | INT32 [2, 1, 2] | 1 2 3 255
      00000901 00000002 01 ff                         | INT32 [2]       | 1 -1
      00000b01 00000001 fffe                          | INT32 [1]       | -2
      00000c01 00000001 00010000                      | INT32 [1]       | 65536
      00000d01 00000001 3fc00000                      | FLOAT32 [1]     | 1.5
      00000e01 00000001 3ff8000000000000              | FLOAT64 [1]     | 1.5
      """)
  void read_everyType_hasItsValues(String hex, String kind, String values) throws IOException {
    Tensor x = Idx.read("images", new ByteArrayInputStream(bytes(hex)));

    assertThat(x.dtype() + " " + x.shape()).isEqualTo(kind);
    assertThat(x.toDoubleArray())
        .isEqualTo(Arrays.stream(values.split(" ")).mapToDouble(Double::parseDouble).toArray());
  }

  @Test
  void load_gzippedInDirectory_isFoundByPlainName(@TempDir Path folder) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("labels.gz")))) {
      out.write(bytes("00000801 00000002 0103"));
    }

    assertThat(Idx.load(folder, "labels").toIntArray()).containsExactly(1, 3);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Idx.load(folder, "images"))
        .withMessage(folder.resolve("images.gz") + ": there is no such file");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      00000801 00000005 0102            | images: cut off: there are fewer elements than its sizes [5] say
      00000803 7fffffff 00000001 000001 | images: cut off within its sizes
      00000801 01312d00 01              | images: cut off: there are fewer elements than its sizes [20000000] say
      00000801 00000001 0102            | images: there are bytes after the last element of the sizes [1]
      00000801 ffffffff 01              | images: the sizes [-1] must be from 0 to 2^31-1 each
      00000802 7fffffff 7fffffff 01     | images: 4611686014132420609 elements are more than an array has
      ''                                | images: not an IDX file: it must begin with two zero bytes
      01020801                          | images: not an IDX file: it must begin with two zero bytes
      00000a01                          | images: not an IDX file: it must begin with two zero bytes
      000008ff                          | images: not an IDX file: it must begin with two zero bytes
      """)
  void read_hostileFile_isRefusedWithASentence(String hex, String complaint) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Idx.read("images", new ByteArrayInputStream(bytes(hex))))
        .withMessageStartingWith(complaint);
  }
}
