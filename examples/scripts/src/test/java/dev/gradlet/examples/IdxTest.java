package dev.gradlet.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
  private static final byte[] TWO_IMAGES = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, -1};

  private static Idx idx(byte... bytes) throws IOException {
    return Idx.read("images", new ByteArrayInputStream(bytes));
  }

  @Test
  void read_twoImages_givesSizesAndValues() throws IOException {
    var images = idx(TWO_IMAGES);
    assertThat(images.sizes()).containsExactly(2, 1, 2);
    assertThat(images.count()).isEqualTo(2);
    assertThat(images.width()).isEqualTo(2);
    assertThat(images.values()).containsExactly(1, 2, 3, -1);
  }

  @Test
  void read_gzippedInDirectory_isFoundByPlainName(@TempDir Path folder) throws IOException {
    try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("images.gz")))) {
      out.write(TWO_IMAGES);
    }
    assertThat(Idx.read(folder, "images").values()).containsExactly(1, 2, 3, -1);
  }

  @Test
  void read_cutOff_saysHowMuchIsThere() {
    assertThatThrownBy(() -> idx(0, 0, 8, 1, 0, 0, 0, 5, 1, 2))
        .isInstanceOf(DataException.class)
        .hasMessage("images: cut off: 5 values were expected for the sizes [5], 2 are there");
  }

  @Test
  void read_otherFormat_saysWhatItShouldBe() {
    for (var bytes : new byte[][] {{}, {0, 0}, {1, 2, 8, 1}, {0, 0, 13, 1}}) {
      assertThatThrownBy(() -> idx(bytes))
          .isInstanceOf(DataException.class)
          .hasMessage("images: not an IDX file of unsigned bytes: it should begin with the bytes 0, 0, 8");
    }
  }

  @Test
  void read_impossibleSizes_areRefused() {
    assertThatThrownBy(() -> idx(0, 0, 8, 1, -1, -1, -1, -1, 1)).hasMessageContaining("sizes [-1], which cannot be");
    assertThatThrownBy(() -> idx(0, 0, 8, 2, 127, -1, -1, -1, 127, -1, -1, -1)).hasMessageContaining("cannot be");
    assertThatThrownBy(() -> idx(0, 0, 8, 2, 0, 0, 0, 1)).hasMessageContaining("cannot be");
  }

  @Test
  void read_noSuchFile_namesIt(@TempDir Path folder) {
    assertThatThrownBy(() -> Idx.read(folder, "images"))
        .isInstanceOf(DataException.class)
        .hasMessage(folder.resolve("images.gz") + ": there is no such file");
  }

  private static Idx idx(int... bytes) throws IOException {
    var array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    return idx(array);
  }
}
