package dev.gradlet.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradlet.DType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {
  @TempDir
  Path folder;

  private static Csv csv(String text, Csv.Header header) {
    return Csv.read("data.csv", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), header);
  }

  private static Csv withHeader(String text) {
    return csv(text, Csv.Header.PRESENT);
  }

  @Test
  void tensor_columns_areChosenByNameOrNumber() {
    Csv csv = withHeader("a,label,b\n1,x,2\n-3.5, y ,4e-1\n0,x,+.5\n");

    assertThat(csv.rows()).isEqualTo(3);
    assertThat(csv.columns()).containsExactly("a", "label", "b");
    assertThat(csv.tensorWithout("label").toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{1, 2}, {-3.5, 0.4}, {0, 0.5}});
    assertThat(csv.tensor("b", "1").toDoubleMatrix()).isDeepEqualTo(new double[][] {{2, 1}, {0.4, -3.5}, {0.5, 0}});
    assertThat(csv.tensor("a").dtype()).isEqualTo(DType.FLOAT64);
    assertThat(csv.texts("label")).containsExactly("x", "y", "x");
    assertThat(csv.numbers("b")).containsExactly(2, 0.4, 0.5);
    assertThat(csv.classes("2").labels().toIntArray()).containsExactly(0, 1, 0);
    assertThat(csv.classes("2").names()).containsExactly("x", "y");
    assertThat(csv("1,2\n", Csv.Header.ABSENT).tensor().toDoubleMatrix()).isDeepEqualTo(new double[][] {{1, 2}});
    assertThat(csv("1,2\n", Csv.Header.ABSENT).integers("2")).containsExactly(2);
  }

  /** Lines are separated by /, where there is a header it is a,b. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      a,b/1,2//3,four/5,6 | data.csv, line 4, column 2 (b): a number was expected, not 'four'
      a,b/1,2/3,          | data.csv, line 3, column 2 (b): the cell is empty
      a,b/1,2///3,x       | data.csv, line 5, column 2 (b): a number was expected, not 'x'
      a,b\r/1,2\r/3,x\r/  | data.csv, line 3, column 2 (b): a number was expected, not 'x'
      a,b/"1/",2/3,x      | data.csv, line 4, column 2 (b): a number was expected, not 'x'
      a,b/1,NaN           | data.csv, line 2, column 2 (b): a number was expected, not 'NaN'
      a,b/1,1e999         | data.csv, line 2, column 2 (b): a number was expected, not '1e999'
      a,b/1,12d           | data.csv, line 2, column 2 (b): a number was expected, not '12d'
      a,b/1,0x1p3         | data.csv, line 2, column 2 (b): a number was expected, not '0x1p3'
      a,b,c/1,2,3/4,5     | data.csv, line 3, column 3 (c): missing: the line has 2 cells, 3 were expected
      a,b/1,2/3,4,5       | data.csv, line 3, column 3: one cell too many: the line has 3 cells, 2 were expected
      a,c/1,2             | data.csv: no column is named 'b'; there are 2: a, c
      a,b                 | data.csv: there is a header but no line of data after it
      ~~                  | data.csv: the file is empty
      a,b/1,2/"3"x,4      | data.csv: not well-formed CSV:
      a,b/1,2/3,"4        | data.csv, line 3: not well-formed CSV: a quote is not closed
      a,b/1,2/3,"4/5,6/7,8 | data.csv, line 3: not well-formed CSV: a quote is not closed
      "                   | data.csv, line 1: not well-formed CSV: a quote is not closed
      """)
  void numbers_whatIsWrong_namesFileLineAndColumn(String lines, String complaint) {
    String text = lines.replace("\\r", "\r").replace('/', '\n');

    assertThatThrownBy(() -> withHeader(text).numbers("b"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(complaint);
  }

  @Test
  void columns_otherKinds_areCheckedToo() {
    Csv csv = csv("1.5,,7\n", Csv.Header.ABSENT);

    assertThatThrownBy(() -> csv.integers("1"))
        .hasMessage("data.csv, line 1, column 1: a whole number was expected, not '1.5'");
    assertThatThrownBy(() -> csv.texts("2")).hasMessage("data.csv, line 1, column 2: the cell is empty");
    assertThatThrownBy(() -> csv.tensor("4")).hasMessage("data.csv: no column is named '4'; there are 3: 1, 2, 3");
    assertThatThrownBy(() -> csv.tensorWithout("x")).hasMessageContaining("no column is named 'x'");
  }

  @Test
  void read_files_plainGzippedAndOfOtherSeparators() throws IOException {
    Path plain = Files.writeString(folder.resolve("a.tsv"), "\ufeffa\tb\n1\t2\n");
    Path zipped = folder.resolve("a.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(Csv.read(plain, Csv.Header.PRESENT, '\t').numbers("a")).containsExactly(1);
    assertThat(Csv.read(zipped, Csv.Header.PRESENT).numbers("b")).containsExactly(2);
  }

  @Test
  void read_unreadableFile_namesIt() throws IOException {
    Path none = folder.resolve("none.csv");
    Path plain = Files.writeString(folder.resolve("plain.csv.gz"), "1,2\n");

    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Csv.read(none, Csv.Header.PRESENT))
        .withMessage(none + ": there is no such file");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Csv.read(plain, Csv.Header.ABSENT))
        .withMessageStartingWith(plain + ": cannot be read: ");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> Csv.read("none.csv", null, Csv.Header.ABSENT))
        .withMessage("none.csv: there is no such file");
  }

  @Test
  void write_table_isReadBack() {
    Path file = folder.resolve("out/table.csv");

    Csv.write(file, List.of("name", "value, in m"), List.of(List.of("a \"b\"", 1.5), List.of("c", -2)));

    assertThat(file).hasContent("name,\"value, in m\"\n\"a \"\"b\"\"\",1.5\nc,-2\n");
    assertThat(Csv.read(file, Csv.Header.PRESENT).numbers("value, in m")).containsExactly(1.5, -2);
    assertThat(Csv.read(file, Csv.Header.PRESENT).texts("name")).containsExactly("a \"b\"", "c");
  }
}
