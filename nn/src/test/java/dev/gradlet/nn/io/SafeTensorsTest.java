package dev.gradlet.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.gradlet.DType;
import dev.gradlet.Tensor;
import dev.gradlet.nn.Buffer;
import dev.gradlet.nn.Linear;
import dev.gradlet.nn.Module;
import dev.gradlet.nn.ReLU;
import dev.gradlet.nn.Sequential;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {
  @TempDir
  Path folder;

  /** A file as the format's page describes it: the length of the header, the header, the data in hexadecimal. */
  private static byte[] file(String header, String data) {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    byte[] bytes = HexFormat.of().parseHex(data.replace(" ", ""));
    return ByteBuffer.allocate(8 + json.length + bytes.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(bytes)
        .array();
  }

  private static SafeTensors.Contents read(byte[] file) throws IOException {
    return SafeTensors.read("x.safetensors", new ByteArrayInputStream(file), file.length);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      F64  | 000000000000f03f 000000000000f0ff | FLOAT64 | 1 -Infinity
      F32  | 0000c03f 0000c07f                 | FLOAT32 | 1.5 NaN
      F16  | 003c 00c0                         | FLOAT32 | 1 -2
      F16  | 0100 ff7b                         | FLOAT32 | 5.960464477539063E-8 65504
      F16  | ff03 0080                         | FLOAT32 | 6.097555160522461E-5 -0.0
      F16  | 007c 017e                         | FLOAT32 | Infinity NaN
      BF16 | 803f 49c0                         | FLOAT32 | 1 -3.140625
      BF16 | 80ff c07f                         | FLOAT32 | -Infinity NaN
      I64  | 0100000000000000 00000080ffffffff | INT32   | 1 -2147483648
      U64  | 0100000000000000 ffffff7f00000000 | INT32   | 1 2147483647
      I32  | 01000000 ffffffff                 | INT32   | 1 -1
      U32  | 01000000 ffffff7f                 | INT32   | 1 2147483647
      I16  | 0100 ffff                         | INT32   | 1 -1
      U16  | 0100 ffff                         | INT32   | 1 65535
      I8   | 01 ff                             | INT32   | 1 -1
      U8   | 01 ff                             | INT32   | 1 255
      BOOL | 01 00                             | BOOL    | 1 0
      """)
  void read_everyType_isConverted(String type, String data, DType dtype, String values) throws IOException {
    int bytes = data.replace(" ", "").length() / 2;
    Tensor x = read(file("{'x':{'dtype':'%s','shape':[1,2],'data_offsets':[0,%d]}}".formatted(type, bytes), data))
        .tensors().get("x");

    assertThat(x.dtype()).isEqualTo(dtype);
    assertThat(x.shape()).hasToString("[1, 2]");
    assertThat(x.toDoubleArray())
        .isEqualTo(Arrays.stream(values.split(" ")).mapToDouble(Double::parseDouble).toArray());
  }

  /** The state dict of PyTorch's nn.Sequential(nn.Linear(2, 1), nn.ReLU()), with its counter of batches as I64. */
  @Test
  void read_aStateDictOfPyTorch_loadsIntoTheSameArchitecture() throws IOException {
    record Net(Sequential body, Buffer steps) implements Module {}
    Net net = new Net(Sequential.of(new Linear(2, 1), new ReLU()), Buffer.of(Tensor.zeros(DType.INT32)));
    Path path = folder.resolve("torch.safetensors");
    Files.write(path, file(
        "{'__metadata__':{'format':'pt'},"
            + "'body.0.bias':{'dtype':'F32','shape':[1],'data_offsets':[8,12]},"
            + "'body.0.weight':{'dtype':'F32','shape':[1,2],'data_offsets':[12,20]},"
            + "'steps':{'dtype':'I64','shape':[],'data_offsets':[0,8]}}   ",
        "2a00000000000000 0000003f 0000803f 00000040"));

    net.loadStateDict(SafeTensors.load(path));

    assertThat(net.body().forward(Tensor.of(new float[][] {{3, 4}})).item()).isEqualTo(1 * 3 + 2 * 4 + 0.5);
    assertThat(net.steps().value().item()).isEqualTo(42);
    assertThat(SafeTensors.read(path).metadata()).containsExactly(Map.entry("format", "pt"));
    assertThat(SafeTensors.load(path).keySet()).containsExactly("body.0.bias", "body.0.weight", "steps");
  }

  @Test
  void save_tensors_areWrittenAsTheFormatSays() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("mask", Tensor.of(true, false));
    tensors.put("w", Tensor.of(new float[][] {{1}, {-2}}).transpose());
    tensors.put("ü\"", Tensor.scalar(1.0));
    tensors.put("none", Tensor.zeros(0, 3));
    Path path = folder.resolve("new/x.safetensors");

    SafeTensors.save(path, tensors, Map.of("epoch", "3"));

    String header = "{'__metadata__':{'epoch':'3'},'ü\\'':{'dtype':'F64','shape':[],'data_offsets':[0,8]},"
        + "'w':{'dtype':'F32','shape':[1,2],'data_offsets':[8,16]},"
        + "'none':{'dtype':'F32','shape':[0,3],'data_offsets':[16,16]},"
        + "'mask':{'dtype':'BOOL','shape':[2],'data_offsets':[16,18]}}";
    int length = header.getBytes(StandardCharsets.UTF_8).length;
    assertThat(Files.readAllBytes(path)).isEqualTo(
        file(header + " ".repeat((8 - length % 8) % 8), "000000000000f03f 0000803f 000000c0 0100"));
    assertThat(SafeTensors.load(path).get("w").toFloatArray()).containsExactly(1, -2);
    assertThat(SafeTensors.load(path).get("none").shape()).hasToString("[0, 3]");
    try (var files = Files.list(path.getParent())) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void save_tensorOfManyElements_comesBackBitForBit() {
    Tensor x = Tensor.randn(300, 700);
    Tensor y = Tensor.randn(300, 700).to(DType.FLOAT64).mul(Math.PI);
    Path path = folder.resolve("x.safetensors");

    SafeTensors.save(path, Map.of("x", x, "y", y, "i", x.mul(1e6).to(DType.INT32), "b", x.gt(0)));

    Map<String, Tensor> read = SafeTensors.load(path);
    assertThat(read.get("x").toFloatArray()).isEqualTo(x.toFloatArray());
    assertThat(read.get("y").toDoubleArray()).isEqualTo(y.toDoubleArray());
    assertThat(read.get("i").toIntArray()).isEqualTo(x.mul(1e6).to(DType.INT32).toIntArray());
    assertThat(read.get("b").toBooleanArray()).isEqualTo(x.gt(0).toBooleanArray());
  }

  @Test
  void save_whatCannotBeWritten_leavesTheOldFile() throws IOException {
    Path path = folder.resolve("x.safetensors");
    SafeTensors.save(path, Map.of("x", Tensor.of(1f)));
    byte[] before = Files.readAllBytes(path);
    Map<String, Tensor> withNull = new LinkedHashMap<>();
    withNull.put("x", null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SafeTensors.save(path, Map.of("__metadata__", Tensor.of(1f))))
        .withMessage("save: '__metadata__' is no name for a tensor, give it as metadata");
    assertThatNullPointerException()
        .isThrownBy(() -> SafeTensors.save(path, withNull))
        .withMessage("save: tensor 'x' is null");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> SafeTensors.save(path.resolve("below/a/file"), Map.of("x", Tensor.of(1f))))
        .withMessageStartingWith(path.resolve("below/a/file") + ": cannot be written: ");
    assertThat(Files.readAllBytes(path)).isEqualTo(before);
  }

  /** Headers in single quotes; all files but the first have four bytes of data. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'y':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} \
      | tensor 'y' begins at byte 0 of the data, must begin at 4, where the one before ends: tensors overlap, \
      or leave a gap
      {'x':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},'y':{'dtype':'U8','shape':[2],'data_offsets':[2,4]}} \
      | tensor 'y' begins at byte 2 of the data, must begin at 1, where the one before ends: tensors overlap, \
      or leave a gap
      {'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | the header tells of 8 bytes of data, the file has 4
      {'x':{'dtype':'U8','shape':[2],'data_offsets':[0,2]}}  | the header tells of 2 bytes of data, the file has 4
      {}                                                     | the header tells of 0 bytes of data, the file has 4
      {'x':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} \
      | tensor 'x' of type F32 and shape [1] has 1 elements of 4 bytes, which do not fit from byte 4 to 0
      {'x':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} \
      | tensor 'x' of type F32 and shape [2] has 2 elements of 4 bytes, which do not fit from byte 0 to 4
      {'x':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,4]}} \
      | tensor 'x': the sizes [4294967296, 4294967296] must be from 0 to 2^31-1 each, and their product below 2^63
      {'x':{'dtype':'U8','shape':[2147483647,2147483647,2147483647],'data_offsets':[0,4]}} | their product below 2^63
      {'x':{'dtype':'U8','shape':[9223372036854775808],'data_offsets':[0,4]}} \
      | tensor 'x' has a number that must be from 0 to 2^63-1
      {'x':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | tensor 'x' has a number that must be from 0 to 2^63-1
      {'x':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}} | tensor 'x' has VALUE_NUMBER_FLOAT where
      {'x':{'dtype':'F8_E4M3','shape':[4],'data_offsets':[0,4]}} \
      | tensor 'x' is of type F8_E4M3, must be one of [BOOL, U8, I8, U16, I16, U32, I32, U64, I64, F16, BF16, F32, F64]
      {'x':{'dtype':'F32','shape':[1]}} | tensor 'x' must have a dtype, a shape and two data_offsets
      {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'more':1}} | tensor 'x' has an unknown entry 'more'
      {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} \
      | the header is not well-formed JSON: Duplicate field 'x'
      {'x':{'dtype':'F32','dtype':'F32','shape':[1],'data_offsets':[0,4]}} | Duplicate field 'dtype'
      {'__metadata__':{'a':'1','a':'2'},'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | Duplicate field 'a'
      {'__metadata__':{'a':1},'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} \
      | tensor '__metadata__' has VALUE_NUMBER_INT where VALUE_STRING was expected
      {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} {} | the header goes on after its closing brace
      {'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}     | the header is not well-formed JSON: Unexpected end
      ['x']                                                     | the header must begin with '{'
      {'x':{'dtype':'BOOL','shape':[4],'data_offsets':[0,4]}} \
      | tensor 'x': element 3, of type BOOL, is 2, must be from 0 to 1
      {'x':{'dtype':'U32','shape':[1],'data_offsets':[0,4]}}  \
      | tensor 'x': element 0, of type U32, is 4278190081, must be from -2147483648 to 2147483647
      """)
  void read_hostileHeader_isRefusedWithASentence(String header, String complaint) {
    String data = header.contains("BOOL") ? "01000002" : header.contains("U32") ? "010000ff" : "0000803f";

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> read(file(header, data)))
        .withMessageStartingWith("x.safetensors: ")
        .withMessageContaining(complaint);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      ''                        | from 2 to 2 in a file of 0 bytes
      01000000                  | from 2 to 2 in a file of 4 bytes
      ffffffffffffffff 7b7d     | from 2 to 2 in a file of 10 bytes
      ffffff0000000000 7b7d7b7d | from 2 to 4 in a file of 12 bytes
      0100000000000000 7b7d     | from 2 to 2 in a file of 10 bytes
      0200000000000000 7bff     | the header is not well-formed UTF-8
      """)
  void read_hostileLength_isRefusedWithASentence(String bytes, String complaint) {
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> read(HexFormat.of().parseHex(bytes.replace(" ", ""))))
        .withMessageStartingWith("x.safetensors: ")
        .withMessageContaining(complaint);
  }

  @Test
  void read_noSuchFile_namesIt() {
    Path path = folder.resolve("none.safetensors");

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> SafeTensors.load(path))
        .withMessage(path + ": there is no such file");
  }
}
