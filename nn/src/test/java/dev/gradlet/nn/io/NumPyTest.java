package dev.gradlet.nn.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.gradlet.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers and data are what NumPy 2.4 writes. */
class NumPyTest {
  private static final String HEADER = "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }";

  @TempDir
  Path folder;

  /** A file of version 1; in tables, ! stands for the bar. */
  private static byte[] file(String header, String data) {
    byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex("934e554d50590100"));
    out.write(text.length & 0xFF);
    out.write(text.length >> 8);
    out.writeBytes(text);
    out.writeBytes(HexFormat.of().parseHex(data == null ? "" : data));
    return out.toByteArray();
  }

  private static Tensor read(byte[] file) throws IOException {
    return Npy.read("x.npy", new ByteArrayInputStream(file), Elements.room());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), } | 0000c03f000000c0         | FLOAT32 [1, 2] | 1.5 -2
      {'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }  | 000100040002000500030006 | INT32 [2, 3]   \
      | 1 2 3 4 5 6
      {'descr': '!b1', 'fortran_order': False, 'shape': (), }     | 01                       | BOOL []        | 1
      {'descr': '<i8', 'fortran_order': False, 'shape': (2,), }   | 0100000000000000ffffffffffffffff | INT32 [2] | 1 -1
      {'descr': '>f8', 'fortran_order': False, 'shape': (1,), }   | 3ff8000000000000         | FLOAT64 [1]    | 1.5
      {'descr': '<f2', 'fortran_order': False, 'shape': (1,), }   | 003e                     | FLOAT32 [1]    | 1.5
      {'descr': '!u1', 'fortran_order': False, 'shape': (1,), }   | ff                       | INT32 [1]      | 255
      {'descr': '<f4', 'fortran_order': False, 'shape': (0, 3), } | ~~                       | FLOAT32 [0, 3] | ~~
      """)
  void read_fileOfNumPy_hasItsValues(String header, String data, String kind, String values) throws IOException {
    Tensor x = read(file(header.replace('!', '|'), data));

    assertThat(x.dtype() + " " + x.shape()).isEqualTo(kind);
    assertThat(x.toDoubleArray()).isEqualTo(
        Arrays.stream(values.split(" ")).filter(v -> !v.isEmpty()).mapToDouble(Double::parseDouble).toArray());
  }

  @Test
  void save_tensors_areWrittenAsNumPyDoes() throws IOException {
    Path path = folder.resolve("x.npy");

    Npy.save(path, Tensor.of(new float[][] {{1.5f}, {-2}}).transpose());

    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
    assertThat(Files.readAllBytes(path))
        .isEqualTo(file(header + " ".repeat(117 - header.length()), "0000c03f000000c0"));
    assertThat(Npy.load(path).toFloatMatrix()).isDeepEqualTo(new float[][] {{1.5f, -2}});
    for (Tensor x : List.of(Tensor.scalar(2.5), Tensor.of(1, 2, 3), Tensor.zeros(0, 2), Tensor.of(true, false))) {
      Npy.save(path, x);
      assertThat(Npy.load(path).toDoubleArray()).isEqualTo(x.toDoubleArray());
      assertThat(Npy.load(path).shape()).isEqualTo(x.shape());
      assertThat(Npy.load(path).dtype()).isEqualTo(x.dtype());
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {'descr': '<f4', 'fortran_order': False, 'shape': (2,), }       | 0000c03f | cut off
      {'descr': '<f4', 'fortran_order': False, 'shape': (20000000,), } | 00    | cut off
      {'descr': '<f4', 'fortran_order': False, 'shape': (1,), } | 0000c03f00 | there are bytes after the last element
      {'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808,), } | 00 \
      | must be a tuple of numbers below 2^63
      {'descr': '<f4', 'fortran_order': False, 'shape': (2, , 3), } | 00 | the shape (2, , 3) must be a tuple of numbers
      {'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 9), } | 00 \
      | and their product below 2^63
      {'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2), } | 00 \
      | 4294967294 elements are more than an array has
      {'descr': '<U1', 'fortran_order': False, 'shape': (1,), } | 61000000 \
      | the elements are of type U1, must be one of [b1, u1,
      {'descr': '!O', 'fortran_order': False, 'shape': (1,), }        | 00 | the elements are of type O, must be
      {'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), } | 00 \
      | the header must tell of one array of numbers, not {
      nonsense | 00 | the header must tell of one array of numbers, not nonsense
      """)
  void read_hostileFile_isRefusedWithASentence(String header, String data, String complaint) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> read(file(header.replace('!', '|'), data)))
        .withMessageStartingWith("x.npy: ")
        .withMessageContaining(complaint);
  }

  @ParameterizedTest
  @CsvSource({
      "'', not an npy file", "934e554d50590400, not an npy file", "934e554d505901007600, cut off",
      "934e554d5059020001000100, 'the header is of 65537 bytes, at most 65536 are read'",
      "934e554d50590200ffffffff, 'the header is of 4294967295 bytes'", "934e554d5059010076, cut off"
  })
  void read_hostileStart_isRefusedWithASentence(String bytes, String complaint) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> read(HexFormat.of().parseHex(bytes)))
        .withMessageStartingWith("x.npy: " + complaint);
  }

  @Test
  void npz_tensors_comeBackUnderTheirNames() throws IOException {
    Path path = folder.resolve("x.npz");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("encoder.0.weight", Tensor.randn(300, 300));
    tensors.put("labels", Tensor.of(1, 2));

    Npz.save(path, tensors);
    byte[] bytes = Files.readAllBytes(path);
    Npz.save(path, tensors);

    assertThat(Files.readAllBytes(path)).as("the same bytes for the same tensors").isEqualTo(bytes);
    Map<String, Tensor> read = Npz.load(path);
    assertThat(read.keySet()).containsExactly("encoder.0.weight", "labels");
    assertThat(read.get("encoder.0.weight").toFloatArray())
        .isEqualTo(tensors.get("encoder.0.weight").toFloatArray());
  }

  @Test
  void npz_moreThanMemoryHas_isRefusedBeforeItIsUnpacked() throws IOException {
    Path path = folder.resolve("x.npz");
    byte[] array = file("{'descr': '<f2', 'fortran_order': False, 'shape': (1000,), }", "00".repeat(2000));
    Files.write(path, zip(entry("a.npy", array), entry("b.npy", array)));

    assertThat(Npz.load(path, 8000)).containsOnlyKeys("a", "b");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Npz.load(path, 5000))
        .withMessage(path + ": 'b.npy': 1000 elements FLOAT32 take more memory than the 1000 bytes that Java has left for"
            + " them (option -Xmx)");
  }

  @Test
  void npz_whatIsNone_isRefusedWithASentence() throws IOException {
    Path path = folder.resolve("x.npz");
    Map<String, byte[]> cases = new LinkedHashMap<>();
    cases.put(": cannot be read: ", "no zip".getBytes(StandardCharsets.UTF_8));
    cases.put(": 'a.txt' is no .npy file, as all in it must be", zip(entry("a.txt", new byte[1])));
    cases.put(": 'a.npy': not an npy file", zip(entry("a.npy", new byte[9])));
    cases.put(": 'a.npy': cut off", zip(entry("a.npy",
        file("{'descr': '<f4', 'fortran_order': False, 'shape': (20000000,), }", "0000"))));
    String twice = new String(zip(entry("a.npy", file(HEADER, "00")), entry("b.npy", file(HEADER, "00"))), ISO_8859_1);
    cases.put(": 'a.npy' is there twice", twice.replace("b.npy", "a.npy").getBytes(ISO_8859_1));
    for (Map.Entry<String, byte[]> wrong : cases.entrySet()) {
      Files.write(path, wrong.getValue());
      assertThatExceptionOfType(DataException.class)
          .isThrownBy(() -> Npz.load(path))
          .withMessageStartingWith(path + wrong.getKey());
    }
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Npz.load(folder.resolve("none.npz")))
        .withMessage(folder.resolve("none.npz") + ": there is no such file");
  }

  @SafeVarargs
  private static byte[] zip(Map.Entry<String, byte[]>... files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
